package dev.freshwatch;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.CamelHttp;
import dev.freshwatch.http.GuardedHttp;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.misp.HealLog;
import dev.freshwatch.misp.Healer;
import dev.freshwatch.misp.MispDesk;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.notice.Followed.Seen;
import dev.freshwatch.notice.Maintenance;
import dev.freshwatch.notice.Silencing.Silenced;
import dev.freshwatch.outbox.Following;
import dev.freshwatch.outbox.Silences;
import dev.freshwatch.outbox.Store;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** One MISP: the beans and routes by which it is asked. */
record MispWiring(MispSettings settings, MispDesk desk) implements Platform {

    /** Ping, page, rest and workers, side by side. */
    private static final int CHECKS = 4;

    /** As in routes/misp-heal.camel.yaml. */
    private static final Duration HEALING_WAIT = Duration.ofSeconds(10);

    private static final Set<String> CALLS = Set.of("index", "view", "getWorkers", "getSetting", "restartDeadWorkers");

    static MispWiring bind(Wires wires, MispSettings misp, MispMemory memory, InstantSource clock) throws Exception {
        String name = "misp-" + misp.name();
        HttpLimits limits = HttpLimits.of(misp.requestTimeout()).withConnections(CHECKS);
        HttpProxy proxy = wires.proxies().of("misp." + misp.name());
        wires.bind(name + "-http", new GuardedHttp(SinkWiring.trust(misp.tls()), limits, proxy));
        wires.bindPool(name + "-checks", CHECKS);
        HttpCaller http = new CamelHttp(wires.camel().getCamelTemplate(), "direct:" + name + "-call?block=false");
        MispDesk desk = new MispDesk(
                misp,
                wires.requests().counting("misp/" + misp.name(), uri -> call(misp.url(), uri), http),
                memory,
                clock);
        wires.bind(name, desk);
        for (String template : List.of("misp", "misp-call")) {
            wires.add(template, name + template.substring("misp".length()), Map.of("name", misp.name()));
        }
        return new MispWiring(misp, desk);
    }

    /** In a watch, what heals its workers; whether it does is configured. */
    void bindHealing(Wires wires, Store store, HealLog log, Following following, List<Maintenance> maintenances)
            throws Exception {
        Silences silences = new Silences(store);
        Function<CheckId, Optional<String>> forbidden =
                check -> silences.now(maintenances).ofHealing(check).map(Silenced::words);
        Function<CheckId, Optional<String>> openEpisode = check -> following
                .latest(check)
                .map(Seen::life)
                // That they can not be judged is a problem too, but none that can be healed.
                .filter(life -> life.isBad() && life.confirmed() != State.UNKNOWN && life.episode() != null)
                .map(life -> life.episode().id());
        Healer healer = new Healer(settings, desk, log, openEpisode, forbidden);
        desk.remarks(healer);
        wires.bind(bean() + "-healer", healer);
        for (String template : List.of("misp-heal", "misp-tell")) {
            wires.add(template, bean() + template.substring("misp".length()), Map.of("name", name()));
        }
    }

    /** What a request is called in metrics. Where the page redirects to is MISP's own text. */
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

    /** With a call, the wait after it, and a second look, where it heals. */
    @Override
    public Duration longestCycle() {
        return settings.heal().enabled()
                ? desk.longest()
                        .plus(HEALING_WAIT)
                        .plus(settings.requestTimeout().multipliedBy(2))
                : desk.longest();
    }

    @Override
    public String host() {
        return UrlHost.of(settings.url());
    }

    @Override
    public Object open(Duration within, Predicate<CheckId> only) {
        return desk.open(within, only);
    }

    @Override
    public List<Question> questions(Predicate<CheckId> only) {
        return desk.questions(only);
    }

    @Override
    public void close() {
        desk.close();
    }
}
