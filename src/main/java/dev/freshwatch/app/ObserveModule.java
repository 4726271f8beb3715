package dev.freshwatch.app;

import dev.freshwatch.config.HeartbeatSettings;
import dev.freshwatch.health.Heartbeat;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.samples.SampleRecorder;
import dev.freshwatch.schedule.CycleScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The beans through which routes publish the latest findings and keep samples of them, and the heartbeat. */
record ObserveModule(
        CamelAssembly assembly,
        CycleScheduler scheduler,
        WatchHealth health,
        Platforms platforms,
        SampleRecorder samples)
        implements AppModule {

    private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(10);
    /** Time to the first heartbeat, and from a failed heartbeat to the next attempt. */
    private static final Duration HEARTBEAT_SOON = Duration.ofSeconds(20);
    /** Has the form of a platform id, but is not a platform. */
    private static final String HEARTBEAT = "freshwatch/heartbeat";

    @Override
    public void bind() {
        assembly.bind("latestFindings", health.latest());
        assembly.bind("samples", samples);
    }

    @Override
    public void begin(WatchContext watch) throws Exception {
        HeartbeatSettings heartbeat = assembly.settings().heartbeat();
        if (heartbeat == null) {
            return;
        }
        List<String> ids = platforms.all().stream().map(PlatformModule::id).toList();
        HttpProxy proxy = assembly.proxies().of("heartbeat");
        assembly.bind(
                "heartbeatHttp",
                new BoundedHttpClient(CamelAssembly.trust(heartbeat.tls()), HttpLimits.of(HEARTBEAT_LIMIT), proxy));
        assembly.bind(
                "heartbeat",
                new Heartbeat(
                        heartbeat.url(),
                        () -> health.trouble()
                                .or(() -> Heartbeat.unjudged(
                                        ids.stream()
                                                .filter(assembly.node()::watches)
                                                .toList(),
                                        health.byPlatform())),
                        failure -> words(heartbeat, failure),
                        () -> scheduler.lookAgain(HEARTBEAT, HEARTBEAT_SOON),
                        health.heartbeat()::accepted));
        Map<String, Object> pace = Map.of(
                "every", heartbeat.every().toMillis(),
                "delay", Math.min(heartbeat.every().toMillis(), HEARTBEAT_SOON.toMillis()));
        assembly.add("heartbeat", "heartbeat", pace);
    }

    private String words(HeartbeatSettings heartbeat, Throwable failure) {
        Remedy remedy = new Remedy("heartbeat.url", "heartbeat.tls.ca-file");
        return failure instanceof NoAnswer none
                ? remedy.of(none, heartbeat.url())
                : SinkModule.verdict(failure, assembly.clock()).reason();
    }
}
