package dev.freshwatch;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.EsmDesk;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.CamelHttp;
import dev.freshwatch.http.GuardedHttp;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.http.UrlHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One ESM: the beans and routes by which it is asked. */
record EsmWiring(EsmSettings settings, EsmDesk desk) implements Platform {

    static EsmWiring bind(Wires wires, EsmSettings esm, InstantSource clock) throws Exception {
        String name = "esm-" + esm.name();
        HttpLimits limits = HttpLimits.of(esm.requestTimeout()).withConnections(esm.maxQueries() + 2);
        HttpProxy proxy = wires.proxies().of("esm." + esm.name());
        wires.bind(name + "-http", new GuardedHttp(SinkWiring.trust(esm.tls()), limits, proxy));
        wires.bindPool(name + "-checks", 2);
        wires.bindPool(name + "-receivers", esm.maxQueries());
        HttpCaller http = new CamelHttp(wires.camel().getCamelTemplate(), "direct:" + name + "-call?block=false");
        EsmDesk desk =
                new EsmDesk(esm, wires.requests().counting("esm/" + esm.name(), RequestCounts::lastPart, http), clock);
        wires.bind(name, desk);
        for (String template : List.of("esm", "esm-alarms", "esm-receivers", "esm-call")) {
            wires.add(template, name + template.substring("esm".length()), Map.of("name", esm.name()));
        }
        return new EsmWiring(esm, desk);
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
        return desk.longestCycle();
    }

    @Override
    public String host() {
        return UrlHost.of(settings.url());
    }

    @Override
    public Object open(Duration within, Predicate<CheckId> only) {
        return desk.open(within, only);
    }

    /** The session's alone: which Receivers there are, only the ESM may know. */
    @Override
    public List<Question> questions(Predicate<CheckId> only) {
        return List.of(new Question(CheckId.of("esm", name(), "session"), name(), "session", Limits.NONE));
    }

    @Override
    public void close() {
        desk.close();
    }
}
