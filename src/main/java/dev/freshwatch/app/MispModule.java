package dev.freshwatch.app;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.HealingTable;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.misp.Healer;
import dev.freshwatch.misp.MispClient;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.misp.MispSurvey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One MISP: the beans and routes by which it is asked. */
final class MispModule implements PlatformModule {

    /** Ping, page, rest and workers, in parallel. */
    private static final int CHECKS = 4;

    private static final Set<String> CALLS =
            Set.of("index", "view", "getVersion", "getWorkers", "getSetting", "restartDeadWorkers");

    private final CamelAssembly assembly;
    private final MispSettings settings;
    private final MispClient client;
    /** Time between a healing call and the second check. */
    private final Duration healingWait;
    /** The caller used by the client; it follows the configuration in force. */
    private final SwitchedCaller caller;
    /** The caller made from this configuration. */
    private final HttpCaller way;

    private Healer healer;
    private boolean clientGoesOn;

    private MispModule(
            CamelAssembly assembly, MispSettings settings, MispClient client, SwitchedCaller caller, HttpCaller way) {
        this.assembly = assembly;
        this.settings = settings;
        this.client = client;
        this.healingWait = healingWait(assembly);
        this.caller = caller;
        this.way = way;
    }

    /** @param before the same MISP in the previous configuration; null = it is new */
    static MispModule of(CamelAssembly assembly, MispSettings misp, MispMemory memory, MispModule before)
            throws Exception {
        String name = "misp-" + misp.name();
        HttpLimits limits = HttpLimits.of(misp.requestTimeout()).withConnections(CHECKS);
        HttpProxy proxy = assembly.proxies().of("misp." + misp.name());
        assembly.bind(name + "-http", new BoundedHttpClient(CamelAssembly.trust(misp.tls()), limits, proxy));
        assembly.bindPool(name + "-checks", CHECKS);
        HttpCaller http = assembly.httpCall(name);
        String platform = "misp/" + misp.name();
        HttpCaller way = assembly.node()
                .calling(platform, assembly.requests().counting(platform, uri -> call(misp.url(), uri), http));
        boolean same = before != null && before.settings.equals(misp);
        SwitchedCaller caller = same ? before.caller : new SwitchedCaller(way);
        MispClient client = same ? before.client : new MispClient(misp, caller, memory, assembly.clock());
        assembly.bind(name, client);
        assembly.add("misp", name, Map.of("name", misp.name()));
        return new MispModule(assembly, misp, client, caller, way);
    }

    /** Defined by the healing route; an operator's own version may do without. */
    private static Duration healingWait(CamelAssembly assembly) {
        String wait = assembly.defaultOf("misp-heal", "wait").orElse("0");
        if (!wait.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("misp-heal.camel.yaml: the defaultValue of wait is milliseconds, such as"
                    + " \"10000\", not " + wait);
        }
        return Duration.ofMillis(Long.parseLong(wait));
    }

    /** Creates the healer; the configuration decides whether it acts. */
    @Override
    public void begin(WatchContext watch) throws Exception {
        SilenceTable silences = new SilenceTable(watch.store());
        List<Maintenance> maintenances = assembly.settings().maintenances();
        Function<CheckId, Optional<String>> forbidden = check -> silences.now(maintenances)
                .ofHealing(check, settings.name() + " workers")
                .map(Silenced::words);
        Function<CheckId, Optional<String>> openEpisode = check -> watch.tracking()
                .latest(check)
                .map(Seen::alertState)
                // Workers that cannot be judged are a problem, too, but not one that can be healed.
                .filter(alertState ->
                        alertState.isBad() && alertState.confirmed() != State.UNKNOWN && alertState.episode() != null)
                .map(alertState -> alertState.episode().id());
        healer = new Healer(settings, client, new HealingTable(watch::store), openEpisode, forbidden);
        assembly.bind(bean() + "-healer", healer);
        assembly.add("misp-heal", bean() + "-heal", Map.of("name", name()));
    }

    /** The name of a request in metrics. The target of a redirect is text from MISP, so it is not used. */
    private static String call(URI base, URI uri) {
        String path = uri.getRawPath();
        boolean below = path.startsWith(base.getRawPath() + "/");
        String[] parts = (below ? path.substring(base.getRawPath().length()) : path).split("/", 4);
        return parts.length > 2 && CALLS.contains(parts[2]) ? parts[2] : "page";
    }

    @Override
    public String kind() {
        return "misp";
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    /** If it heals, includes the restart call, the wait and the second check. */
    @Override
    public Duration longestCycle() {
        return settings.heal().enabled()
                ? client.longest()
                        .plus(healingWait)
                        .plus(settings.requestTimeout().multipliedBy(2))
                : client.longest();
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
        return !client.questions(only).isEmpty();
    }

    @Override
    public List<Question> questions(CheckFilter only) {
        return client.questions(only);
    }

    @Override
    public Optional<MispSurvey> survey() {
        return Optional.of(client.survey(settings.requestTimeout().multipliedBy(2)));
    }

    @Override
    public void gained() {
        healer.takeOver();
    }

    @Override
    public void takeOver() {
        caller.use(way);
        client.remarks(healer);
    }

    @Override
    public void handedOver(ActiveConfig successor) {
        clientGoesOn = successor.platforms().all().stream()
                .anyMatch(other -> other instanceof MispModule misp && misp.client == client);
    }

    @Override
    public void ending() {
        if (!clientGoesOn) {
            client.close();
        }
    }
}
