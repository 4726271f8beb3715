package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Lease;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.health.HeartbeatAge;
import dev.freshwatch.health.SinkWatch;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.outbox.SinkBacklog;
import dev.freshwatch.samples.SampleCounts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, labels and values of the metrics, and the judgement of a real promtool. */
@InEachLanguage
class MetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

    private final AtomicLong nanos = new AtomicLong();
    private final LatestFindings latest = new LatestFindings(nanos::get);
    private final SinkWatch sinks = new SinkWatch(() -> NOW, nanos::get, List.of("mail", "syslog"));
    private final NoticeCounts notices = new NoticeCounts();
    private final RequestCounts requests = new RequestCounts();
    private final ReloadCounts reloads = new ReloadCounts();
    private final SampleCounts sampled = new SampleCounts(12, 3, 4, Optional.of("no room"));
    private final HeartbeatAge heartbeat = new HeartbeatAge(nanos::get);
    private final Metrics metrics = new Metrics(
            latest, () -> Duration.ofMillis(1500), sinks, notices, requests, reloads, () -> sampled, heartbeat);

    @TempDir
    Path directory;

    private static Finding finding(String check, State state, Long age, Limits limits, Integer millis) {
        return new Finding(
                new CheckId(check),
                "ERC-1",
                "ERC-1 events",
                state,
                Reason.STALE,
                "text",
                null,
                age == null ? null : Duration.ofSeconds(age),
                limits,
                NOW,
                millis == null ? null : Duration.ofMillis(millis));
    }

    private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20));
    private static final Finding SESSION = finding("esm/soc/session", State.OK, null, Limits.NONE, 30);
    private static final Finding STALE = finding("esm/soc/events/7", State.CRITICAL, 2820L, LIMITS, 412);

    @BeforeEach
    void somethingHappened() throws IOException {
        latest.remember(List.of(SESSION, STALE));
        sinks.waiting(List.of(new SinkBacklog("mail", 3, NOW.minusSeconds(90))));
        notices.count("mail", "problem", "retried");
        notices.count("mail", "problem", "retried");
        notices.count("mail", "problem", "delivered");
        HttpCaller esm = requests.counting("esm/soc", RequestCounts::lastPart, call -> {
            int status = call.body() == null ? 200 : 500;
            return new Reply(status, Map.of(), new byte[0], Duration.ZERO);
        });
        esm.call(call("https://esm.example/rs/esm/v2/qryGetResults?startPos=0", null));
        esm.call(call("https://esm.example/rs/esm/login", "{}"));
        HttpCaller dead = requests.counting("esm/soc", RequestCounts::lastPart, call -> {
            throw new NoAnswer(NoAnswer.Kind.TOO_LATE, "no answer within 30 s", null);
        });
        try {
            dead.call(call("https://esm.example/rs/esm/login", "{}"));
        } catch (NoAnswer expected) {
            assertThat(expected.kind()).isEqualTo(NoAnswer.Kind.TOO_LATE);
        }
    }

    private static HttpCaller.Call call(String uri, String body) {
        return new HttpCaller.Call("POST", URI.create(uri), Map.of(), body, Duration.ofSeconds(1));
    }

    private String text(String accept) {
        return new String(metrics.page(accept).body(), StandardCharsets.UTF_8);
    }

    /** Sources have no response times of their own: fifteen buckets for each would be most of the page. */
    @Test
    void aListOfFiveThousandSourcesIsServedWithoutHistograms() {
        List<Finding> sources = IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> finding("service/elastic/events/s" + i, State.OK, 60L, LIMITS, null))
                .collect(Collectors.toCollection(ArrayList::new));
        sources.add(finding("service/elastic/events", State.OK, null, Limits.NONE, 40));
        latest.remember(sources);
        long began = System.nanoTime();
        String page = text(null);
        System.out.printf(
                Locale.ROOT,
                "metrics of 5,000 sources: %d kB in %d ms%n",
                page.length() / 1024,
                (System.nanoTime() - began) / 1_000_000);

        assertThat(page)
                .contains("freshwatch_check_age_seconds{check=\"service/elastic/events/s5000\"} 60.0")
                .doesNotContain("freshwatch_check_duration_seconds_bucket{check=\"service/elastic/events/s1\"")
                .hasSizeLessThan(5 << 20);
        latest.remember(sources.subList(2500, 5001));
        assertThat(text(null))
                .doesNotContain("service/elastic/events/s2500\"")
                .contains("service/elastic/events/s2501\"");
    }

    @Test
    void namesLabelsAndValuesAreThoseOfTheContract() {
        assertThat(text(null).lines().filter(line -> !line.startsWith("#")))
                .contains(
                        "freshwatch_check_state{check=\"esm/soc/events/7\",name=\"ERC-1 events\",state=\"ok\"} 0.0",
                        "freshwatch_check_state{check=\"esm/soc/events/7\",name=\"ERC-1 events\",state=\"warning\"} 0.0",
                        "freshwatch_check_state{check=\"esm/soc/events/7\",name=\"ERC-1 events\",state=\"critical\"} 1.0",
                        "freshwatch_check_state{check=\"esm/soc/events/7\",name=\"ERC-1 events\",state=\"unknown\"} 0.0",
                        "freshwatch_check_state{check=\"esm/soc/session\",name=\"ERC-1 events\",state=\"ok\"} 1.0",
                        "freshwatch_check_age_seconds{check=\"esm/soc/events/7\"} 2820.0",
                        "freshwatch_check_limit_seconds{check=\"esm/soc/events/7\",level=\"error\"} 1200.0",
                        "freshwatch_check_limit_seconds{check=\"esm/soc/events/7\",level=\"warn\"} 600.0",
                        "freshwatch_check_duration_seconds_bucket{check=\"esm/soc/events/7\",le=\"0.25\"} 0",
                        "freshwatch_check_duration_seconds_bucket{check=\"esm/soc/events/7\",le=\"0.5\"} 1",
                        "freshwatch_check_duration_seconds_bucket{check=\"esm/soc/events/7\",le=\"+Inf\"} 1",
                        "freshwatch_check_duration_seconds_count{check=\"esm/soc/events/7\"} 1",
                        "freshwatch_check_duration_seconds_sum{check=\"esm/soc/events/7\"} 0.412",
                        "freshwatch_cycle_lag_seconds 1.5",
                        "freshwatch_outbox_pending{sink=\"mail\"} 3.0",
                        "freshwatch_outbox_pending{sink=\"syslog\"} 0.0",
                        "freshwatch_outbox_oldest_seconds{sink=\"mail\"} 90.0",
                        "freshwatch_outbox_oldest_seconds{sink=\"syslog\"} 0.0",
                        "freshwatch_notices_total{kind=\"problem\",outcome=\"delivered\",sink=\"mail\"} 1.0",
                        "freshwatch_notices_total{kind=\"problem\",outcome=\"retried\",sink=\"mail\"} 2.0",
                        "freshwatch_platform_requests_total{call=\"qryGetResults\",outcome=\"ok\",platform=\"esm/soc\"} 1.0",
                        "freshwatch_platform_requests_total{call=\"login\",outcome=\"error\",platform=\"esm/soc\"} 1.0",
                        "freshwatch_platform_requests_total{call=\"login\",outcome=\"no_answer\",platform=\"esm/soc\"} 1.0")
                .doesNotContain("freshwatch_check_age_seconds{check=\"esm/soc/session\"} 0.0");
    }

    /** As Prometheus 2.43 to 3.x, the agents of others and people send it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | text/plain",
                "*/* | text/plain",
                "text/html,application/xhtml+xml,*/*;q=0.8 | text/plain",
                "text/plain;version=0.0.4;q=1,*/*;q=0.1 | text/plain",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited | text/plain",
                "application/vnd.google.protobuf | text/plain",
                "text/plain;q=0.9,application/openmetrics-text;q=0.2 | text/plain",
                "application/openmetrics-text;q=0,*/* | text/plain",
                "APPLICATION/OPENMETRICS-TEXT | application/openmetrics-text",
                ",;q=,=,, | text/plain"
            })
    void everyReaderGetsTextOfTheKindThatItPrefers(String accept, String type) {
        assertThat(metrics.page(accept).contentType()).startsWith(type);
        assertThat(text(accept)).contains("freshwatch_web_refused_total{cause=\"login\"} 0.0");
    }

    @Test
    void whatAnOrdinaryReaderGetsIsThePrometheusTextFormat() {
        assertThat(metrics.page(null).contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.page("*/*").contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(text("text/html")).doesNotContain("# EOF");
    }

    @Test
    void whoAsksForOpenMetricsGetsIt() {
        assertThat(metrics.page(OPEN_METRICS).contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(text(OPEN_METRICS))
                .contains("# TYPE freshwatch_notices counter")
                .endsWith("# EOF\n");
    }

    @Test
    void aCheckThatIsGoneHasNoSeriesAnyMore() {
        latest.remember(List.of(SESSION));

        assertThat(text(null)).contains("esm/soc/session").doesNotContain("esm/soc/events/7");
    }

    @Test
    void whatAnotherNodeHasTakenOverIsNotShownHoweverLateItsLastFindingCameIn() {
        AtomicBoolean taken = new AtomicBoolean();
        latest.only(check -> !taken.get());
        latest.remember(List.of(SESSION));
        assertThat(text(null)).contains("esm/soc/session");

        taken.set(true);
        latest.forget(check -> true);
        latest.remember(List.of(SESSION));
        assertThat(text(null)).doesNotContain("esm/soc/session");
        assertThat(latest.byPlatform()).isEmpty();
    }

    @Test
    void aHostileCheckIdIsALabelAndNothingElse() {
        latest.remember(List.of(finding("service/x/\"}\\evil{", State.OK, null, Limits.NONE, null)));

        assertThat(text(null)).contains("check=\"service/x/\\\"}\\\\evil{\",name=\"ERC-1 events\",state=\"ok\"} 1.0");
    }

    @Test
    void howLongNoHeartbeatWasAccepted() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(text(null)).as("none is due").doesNotContain("freshwatch_heartbeat_age_seconds ");

        heartbeat.expect(Duration.ofMinutes(5));
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());
        heartbeat.expect(Duration.ofMinutes(10));
        assertThat(text(null))
                .as("a reload goes on counting")
                .contains("freshwatch_heartbeat_age_seconds 90.0", "freshwatch_heartbeat_interval_seconds 600.0");

        heartbeat.accepted();
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(text(null)).contains("freshwatch_heartbeat_age_seconds 1.5");

        heartbeat.expect(null);
        assertThat(text(null)).doesNotContain("freshwatch_heartbeat_age_seconds ");
    }

    /** Its alert would fire for good on all nodes but one. */
    @Test
    void aNodeThatDoesNotSendTheHeartbeatCountsFromWhenItIsToSendIt() {
        heartbeat.here(false);
        heartbeat.expect(Duration.ofMinutes(5));
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        heartbeat.expect(Duration.ofMinutes(10));
        assertThat(text(null))
                .doesNotContain("freshwatch_heartbeat_age_seconds ", "freshwatch_heartbeat_interval_seconds ");

        heartbeat.here(true);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        heartbeat.here(true);
        assertThat(text(null))
                .contains("freshwatch_heartbeat_age_seconds 3.0", "freshwatch_heartbeat_interval_seconds 600.0");

        heartbeat.here(false);
        assertThat(text(null)).doesNotContain("freshwatch_heartbeat_age_seconds ");
    }

    @Test
    void howTheWritingOfTheHistoryGoes() {
        assertThat(text(null))
                .contains(
                        "freshwatch_samples_written_total 12.0",
                        "freshwatch_samples_dropped_total 3.0",
                        "freshwatch_samples_waiting 4.0",
                        "freshwatch_history_failing 1.0");
    }

    @Test
    void beforeTheFirstCycleThereIsSomethingToReadToo() {
        Metrics none = new Metrics(
                new LatestFindings(nanos::get),
                () -> Duration.ZERO,
                new SinkWatch(() -> NOW, nanos::get, List.of()),
                new NoticeCounts(),
                new RequestCounts(),
                new ReloadCounts(),
                () -> SampleCounts.NONE,
                new HeartbeatAge(nanos::get));
        assertThat(new String(none.page(null).body(), StandardCharsets.UTF_8).lines())
                .contains("freshwatch_cycle_lag_seconds 0.0")
                .contains("freshwatch_samples_written_total 0.0", "freshwatch_history_failing 0.0")
                .hasSize(28);
    }

    @Test
    void promtoolFindsNothing() throws Exception {
        boolean there = Files.isExecutable(PROMTOOL);
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(there).as(PROMTOOL + " is there").isTrue();
        }
        Assumptions.assumeTrue(there, "no promtool");
        Path page = Files.write(directory.resolve("metrics"), metrics.page(null).body());
        Path said = directory.resolve("said");
        Process promtool = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectInput(page.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    @Test
    void ofANodeItSaysWhatTheNodeDoes() {
        Lease mine = new Lease("esm/soc", "a", "a-1", 3, NOW, NOW, Lease.Cause.EXPIRED, "b");
        Lease theirs = new Lease("misp/intel", "b", "b-1", 1, NOW, NOW, Lease.Cause.NEW, null);
        ClusterView view = new ClusterView(NOW, List.of(), List.of(mine, theirs));
        assertThat(text(null)).doesNotContain("freshwatch_cluster");
        metrics.cluster(() -> new ClusterMetrics(
                view, 2, Set.of("esm/soc"), Duration.ofMillis(1500), Map.of(Lease.Cause.EXPIRED, 4L)));
        assertThat(text(null))
                .contains(
                        "freshwatch_cluster_nodes 2.0",
                        "freshwatch_cluster_beat_age_seconds 1.5",
                        "freshwatch_cluster_lease_held{namespace=\"esm/soc\"} 1.0",
                        "freshwatch_cluster_lease_held{namespace=\"misp/intel\"} 0.0",
                        "freshwatch_cluster_handovers_total{namespace=\"esm/soc\"} 3.0",
                        "freshwatch_cluster_takeovers_total{cause=\"expired\"} 4.0",
                        "freshwatch_cluster_takeovers_total{cause=\"hung\"} 0.0");
    }
}
