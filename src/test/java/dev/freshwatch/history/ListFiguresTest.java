package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.AlertStateMachine;
import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.CheckInterval;
import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.Proxies;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.Reply;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.Service;
import dev.freshwatch.service.ServiceReader;
import dev.freshwatch.service.ServiceTools;
import dev.freshwatch.store.Kept;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of five thousand sources, from the answer to the commit; the figures are printed. */
@Tag("soak")
@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class ListFiguresTest {

    private static final int SOURCES = 5_000;
    private static final int WARM = 100;
    private static final int CYCLES = Integer.getInteger("freshwatch.lists.cycles", 200);

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Desk desk;
    private Service list;
    private ServiceTools tools;
    private TrackingStep following;
    private byte[] answer;
    /** Of the last cycle, which other processes have no share in; a PostgreSQL has its own. */
    private double cpuMillis;

    @BeforeEach
    void open() {
        kept.prepare(folder);
        AlertTracker.Surroundings around = new AlertTracker.Surroundings(
                new Notice.Origin("watch", 1),
                () -> UUID.randomUUID().toString(),
                check -> null,
                check -> AlertPolicy.DEFAULT,
                check -> new CheckInterval(Duration.ofMinutes(5), Duration.ofMinutes(5)),
                List.of());
        following = new TrackingStep(new AlertTracker(
                new AlertStateMachine(() -> UUID.randomUUID().toString()),
                new ClockStepDetector(InstantSource.system(), new Uptime()),
                around));
        desk = new Desk(folder)
                .route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:follow").policy("oneTransaction").process(ListFiguresTest.this::follow);
                    }
                })
                .start();
        tools = new ServiceTools(
                profile -> call -> new Reply(200, Map.of(), answer, Duration.ofMillis(5)),
                InstantSource.system(),
                null,
                new KnownSourceTable(() -> desk.store, list -> null));
        list = list();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static Service list() {
        List<String> faults = new ArrayList<>();
        ServiceReader reader = new ServiceReader(
                Path.of("."), Map.of(), new ReportFolders(Path.of("reports"), Path.of("state")), Proxies.NONE);
        Map<String, String> parameters = Map.ofEntries(
                Map.entry("name", "elastic"),
                Map.entry("what", "events"),
                Map.entry("every", "5m"),
                Map.entry("url", "https://elastic.example/_data_stream/*/_stats"),
                Map.entry("method", "GET"),
                Map.entry("each", "$.data_streams[*]"),
                Map.entry("id", "$.data_stream"),
                Map.entry("time", "$.maximum_timestamp"),
                Map.entry("time-format", "epoch-millis"),
                Map.entry("limits", "logs-fw*=5m/10m, *=30m/2h"),
                Map.entry("max", "10000"),
                Map.entry("max-bytes", "20MB"),
                Map.entry("forget-after", "30d"),
                Map.entry("timeout", "30s"));
        return reader.read("service-list", parameters, faults)
                .orElseThrow(() -> new IllegalStateException(String.join("; ", faults)));
    }

    private void follow(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<Finding> findings = exchange.getMessage().getBody(List.class);
        exchange.getMessage().setBody(following.trackAlerts(findings, exchange));
    }

    private static byte[] rows(Duration age) {
        long time = Instant.now().minus(age).toEpochMilli();
        return IntStream.range(0, SOURCES)
                .mapToObj(i -> "{\"data_stream\": \"logs-app" + i + ".events-default\", \"backing_indices\": 3,"
                        + " \"store_size_bytes\": 4711, \"maximum_timestamp\": " + (time - i) + "}")
                .collect(Collectors.joining(
                        ", ", "{\"_shards\": {\"total\": 9, \"failed\": 0}, \"data_streams\": [", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @param age of the newest record of all sources */
    private double cycle(Duration age, State expected) throws Exception {
        answer = rows(age);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        List<Answer> answers = list.ask(tools);
        List<Finding> findings = new FreshnessCheck().judge(answers);
        desk.template.requestBody("direct:follow", findings, List.class);
        double millis = (System.nanoTime() - began) / 1e6;
        cpuMillis = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
        assertThat(findings).hasSize(SOURCES + 1);
        assertThat(findings.get(SOURCES).state()).isEqualTo(expected);
        return millis;
    }

    private static double median(List<Double> millis) {
        return millis.stream().sorted().toList().get(millis.size() / 2);
    }

    @Test
    void fiveThousandSourcesAreJudgedFollowedAndCommitted() throws Exception {
        List<Double> calm = new ArrayList<>();
        List<Double> turns = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        double first = cycle(Duration.ofMinutes(3), State.OK);
        for (int i = 0; i < 4; i++) {
            turns.add(cycle(Duration.ofHours(3), State.CRITICAL));
            calm.add(cycle(Duration.ofHours(3), State.CRITICAL));
            turns.add(cycle(Duration.ofMinutes(3), State.OK));
            calm.add(cycle(Duration.ofMinutes(3), State.OK));
            cpu.add(cpuMillis);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d sources of %d kB judged, followed and committed: median %.0f ms (best %.0f, CPU %.0f) if none turns,"
                        + " %.0f ms (best %.0f) if all turn, %.0f ms at first sight%n",
                kept,
                SOURCES,
                answer.length / 1024,
                median(calm),
                Collections.min(calm),
                median(cpu),
                median(turns),
                Collections.min(turns),
                first);
        assertThat(desk.texts("SELECT COUNT(*) FROM check_state")).containsExactly(String.valueOf(SOURCES + 1));
        assertThat(desk.texts("SELECT COUNT(*) FROM known_source")).containsExactly(String.valueOf(SOURCES));
    }

    @Test
    void theHeapStaysFlat() throws Exception {
        long warm = 0;
        for (int i = 1; i <= CYCLES + WARM; i++) {
            cycle(Duration.ofMinutes(3), State.OK);
            warm = i == WARM ? used() : warm;
        }
        long grown = used() - warm;
        System.out.printf(
                Locale.ROOT,
                "%s: heap after %d cycles %d kB, after %d more %+d kB%n",
                kept,
                WARM,
                warm / 1024,
                CYCLES,
                grown / 1024);
        assertThat(grown).isLessThan(8 << 20);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
