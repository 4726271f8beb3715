package dev.freshwatch.app;

import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.EsmClient;
import dev.freshwatch.esm.EsmException;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.history.QueryTable;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.http.UrlHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One ESM: the beans and routes by which it is asked. */
final class EsmModule implements PlatformModule {

    /** The device tree and the last events of all devices take about 200 bytes for each of up to 20,000. */
    private static final int LARGEST_ANSWER = 4 * HttpLimits.ONE_MIB;

    private final EsmSettings settings;
    private final EsmClient client;
    /** The caller used by the session; it follows the configuration in force. */
    private final SwitchedCaller caller;
    /** The caller made from this configuration. */
    private final HttpCaller way;

    private boolean sessionGoesOn;

    private EsmModule(EsmSettings settings, EsmClient client, SwitchedCaller caller, HttpCaller way) {
        this.settings = settings;
        this.client = client;
        this.caller = caller;
        this.way = way;
    }

    /** @param before the same ESM in the previous configuration; null = it is new */
    static EsmModule of(CamelAssembly assembly, EsmSettings esm, EsmModule before) throws Exception {
        String name = "esm-" + esm.name();
        HttpLimits limits = HttpLimits.of(esm.requestTimeout())
                .withConnections(esm.maxQueries() + 2)
                .withMaxBytes(LARGEST_ANSWER);
        HttpProxy proxy = assembly.proxies().of("esm." + esm.name());
        assembly.bind(name + "-http", new BoundedHttpClient(CamelAssembly.trust(esm.tls()), limits, proxy));
        assembly.bindPool(name + "-checks", 2);
        assembly.bindPool(name + "-receivers", esm.maxQueries());
        HttpCaller http = assembly.httpCall(name);
        String platform = "esm/" + esm.name();
        HttpCaller way = assembly.node()
                .calling(platform, assembly.requests().counting(platform, RequestCounts::lastPart, http));
        SwitchedCaller own = new SwitchedCaller(way);
        EsmClient client = before == null ? new EsmClient(esm, own, assembly.clock()) : before.client.with(esm, own);
        boolean shared = before != null && client.sharesSessionWith(before.client);
        assembly.bind(name, client);
        for (String template : List.of("esm", "esm-alarms", "esm-receivers")) {
            assembly.add(template, name + template.substring("esm".length()), Map.of("name", esm.name()));
        }
        return new EsmModule(esm, client, shared ? before.caller : own, way);
    }

    /** What a limit for an hour is about must outlive this process, and hold for the next one. */
    @Override
    public void begin(WatchContext watch) {
        if (settings.maxQueriesPerHour() != null) {
            client.remember(new QueryTable(watch::store));
            watch.tracking().alongside(id(), unitOfWork -> client.queriesByMinute()
                    .ifPresent(opened -> QueryTable.write(unitOfWork, name(), opened)));
        }
    }

    @Override
    public void gained() {
        client.gained();
    }

    @Override
    public String kind() {
        return "esm";
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    @Override
    public Duration longestCycle() {
        return client.longestCycle();
    }

    @Override
    public String host() {
        return UrlHost.of(settings.url());
    }

    @Override
    public Object open(Duration within, CheckFilter only) {
        return client.openCycle(within, only);
    }

    @Override
    public boolean mayMatch(CheckFilter only) {
        return client.mayMatch(only);
    }

    /** Only the question about the session: which Receivers exist may be known only to the ESM. */
    @Override
    public List<Question> questions(CheckFilter only) {
        return List.of(new Question(CheckId.of("esm", name(), "session"), name(), "session", Limits.NONE));
    }

    @Override
    public Optional<DeviceList> devices() {
        DeviceList list;
        try {
            list = new DeviceList(
                    name(), client.devices(settings.requestTimeout().multipliedBy(2)), null);
        } catch (EsmException e) {
            list = new DeviceList(name(), List.of(), e.reason().word() + ": " + e.getMessage());
        }
        return Optional.of(list);
    }

    @Override
    public void takeOver() {
        caller.use(way);
    }

    @Override
    public void handedOver(ActiveConfig successor) {
        sessionGoesOn = successor.platforms().all().stream()
                .anyMatch(other -> other instanceof EsmModule esm && esm.client.sharesSessionWith(client));
    }

    @Override
    public void ending() {
        if (!sessionGoesOn) {
            client.close();
        }
    }
}
