package dev.freshwatch.web;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.health.HeartbeatAge;
import dev.freshwatch.health.SinkWatch;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.samples.SampleCounts;
import dev.freshwatch.web.HttpPages.Page;
import dev.freshwatch.web.LatestFindings.Latest;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metrics, collected on each request, so that a removed check has no series. Names and labels are fixed, because
 * dashboards and alerts depend on them.
 */
public final class Metrics {

    private final LatestFindings latest;
    private final Supplier<Duration> lag;
    private final SinkWatch sinks;
    private final NoticeCounts notices;
    private final RequestCounts requests;
    private final ReloadCounts reloads;
    private final Supplier<SampleCounts> samples;
    private final HeartbeatAge heartbeat;
    private final RefusedRequests refusals = new RefusedRequests();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private volatile Supplier<ClusterMetrics> cluster = () -> null;

    /**
     * @param lag     returns how late the worst timer is
     * @param samples returns how the writing of the history goes
     */
    public Metrics(
            LatestFindings latest,
            Supplier<Duration> lag,
            SinkWatch sinks,
            NoticeCounts notices,
            RequestCounts requests,
            ReloadCounts reloads,
            Supplier<SampleCounts> samples,
            HeartbeatAge heartbeat) {
        this.latest = latest;
        this.lag = lag;
        this.sinks = sinks;
        this.notices = notices;
        this.requests = requests;
        this.reloads = reloads;
        this.samples = samples;
        this.heartbeat = heartbeat;
    }

    /** From now on the metrics of a node of a cluster are among them. */
    public void cluster(Supplier<ClusterMetrics> node) {
        cluster = node;
    }

    /**
     * @param accept the {@code Accept} header: OpenMetrics if requested, otherwise Prometheus text 0.0.4; may be null
     */
    Page page(String accept) {
        // not left to the library, which prefers protobuf, whose writer is not shipped
        ExpositionFormatWriter writer = AcceptHeader.wantsOpenMetrics(accept)
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 16);
        try {
            writer.write(body, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(200, writer.getContentType(), body.toByteArray());
    }

    private MetricSnapshots snapshots() {
        List<Latest> checks = latest.all();
        SampleCounts sampled = samples.get();
        List<MetricSnapshot> all = new ArrayList<>(List.of(
                states(checks),
                ages(checks),
                limits(checks),
                durations(checks),
                lag(),
                HeartbeatMetrics.age(heartbeat),
                HeartbeatMetrics.interval(heartbeat),
                pending(),
                oldest(),
                notices(),
                requests(),
                refused(),
                ReloadMetrics.reloads(reloads),
                ReloadMetrics.lastEnd(reloads),
                ReloadMetrics.lastTaken(reloads),
                MetricPoints.total("freshwatch_samples_written", "Samples written to the history.", sampled.written()),
                MetricPoints.total(
                        "freshwatch_samples_dropped",
                        "Samples that were not written to the history.",
                        sampled.dropped()),
                MetricPoints.gauge("freshwatch_samples_waiting", "Samples that wait to be written.", sampled.waiting()),
                MetricPoints.gauge(
                        "freshwatch_history_failing",
                        "1 if samples cannot be written now, otherwise 0.",
                        sampled.trouble().isPresent() ? 1 : 0)));
        ClusterMetrics node = cluster.get();
        if (node != null) {
            all.addAll(node.snapshots());
        }
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot states(List<Latest> checks) {
        GaugeSnapshot.Builder states = GaugeSnapshot.builder()
                .name("freshwatch_check_state")
                .help("1 for the state of the check, 0 for all others.");
        for (Latest one : checks) {
            for (State state : State.values()) {
                Labels labels = check(one).merge(Labels.of("name", one.finding().name(), "state", state.word()));
                states.dataPoint(MetricPoints.point(labels, one.finding().state() == state ? 1 : 0));
            }
        }
        return states.build();
    }

    private static MetricSnapshot ages(List<Latest> checks) {
        GaugeSnapshot.Builder ages = GaugeSnapshot.builder()
                .name("freshwatch_check_age_seconds")
                .help("Age of the newest record at the latest observation.");
        for (Latest one : checks) {
            if (one.finding().age() != null) {
                ages.dataPoint(
                        MetricPoints.point(check(one), one.finding().age().toSeconds()));
            }
        }
        return ages.build();
    }

    private static MetricSnapshot limits(List<Latest> checks) {
        GaugeSnapshot.Builder limits = GaugeSnapshot.builder()
                .name("freshwatch_check_limit_seconds")
                .help("The limits in force, by level: warn, error.");
        for (Latest one : checks) {
            Finding finding = one.finding();
            limit(limits, one, "error", finding.limits().errorAfter());
            limit(limits, one, "warn", finding.limits().warnAfter());
        }
        return limits.build();
    }

    private static void limit(GaugeSnapshot.Builder limits, Latest one, String level, Duration limit) {
        if (limit != null) {
            limits.dataPoint(MetricPoints.point(check(one).merge(Labels.of("level", level)), limit.toMillis() / 1e3));
        }
    }

    private static MetricSnapshot durations(List<Latest> checks) {
        HistogramSnapshot.Builder durations = HistogramSnapshot.builder()
                .name("freshwatch_check_duration_seconds")
                .help("Response time of the platform.");
        checks.stream()
                .filter(one -> !one.durations().isEmpty())
                .forEach(one -> durations.dataPoint(one.durations().snapshot(check(one))));
        return durations.build();
    }

    private MetricSnapshot lag() {
        return MetricPoints.gauge(
                "freshwatch_cycle_lag_seconds",
                "Delay of the latest cycle, or of the next one if it is overdue: the maximum of all timers.",
                lag.get().toNanos() / 1e9);
    }

    private MetricSnapshot pending() {
        GaugeSnapshot.Builder pending =
                GaugeSnapshot.builder().name("freshwatch_outbox_pending").help("Notices waiting for the sink.");
        sinks.queues()
                .forEach((sink, queue) ->
                        pending.dataPoint(MetricPoints.point(Labels.of("sink", sink), queue.pending())));
        return pending.build();
    }

    private MetricSnapshot oldest() {
        GaugeSnapshot.Builder oldest = GaugeSnapshot.builder()
                .name("freshwatch_outbox_oldest_seconds")
                .help("Waiting time of the oldest pending notice; 0 if there is none.");
        sinks.queues()
                .forEach((sink, queue) -> oldest.dataPoint(MetricPoints.point(
                        Labels.of("sink", sink), queue.oldest().toMillis() / 1e3)));
        return oldest.build();
    }

    private MetricSnapshot notices() {
        CounterSnapshot.Builder counts = CounterSnapshot.builder()
                .name("freshwatch_notices")
                .help("Attempts to deliver a notice, by outcome: delivered, retried, failed.");
        for (Map.Entry<NoticeCounts.Key, Long> one : notices.all().entrySet()) {
            NoticeCounts.Key key = one.getKey();
            counts.dataPoint(MetricPoints.count(
                    Labels.of("kind", key.kind(), "outcome", key.outcome(), "sink", key.sink()), one.getValue()));
        }
        return counts.build();
    }

    private MetricSnapshot requests() {
        CounterSnapshot.Builder counts = CounterSnapshot.builder()
                .name("freshwatch_platform_requests")
                .help("Requests to platforms, by outcome: ok, error, no_answer.");
        for (Map.Entry<RequestCounts.Key, Long> one : requests.all().entrySet()) {
            RequestCounts.Key key = one.getKey();
            counts.dataPoint(MetricPoints.count(
                    Labels.of("call", key.call(), "outcome", key.outcome(), "platform", key.platform()),
                    one.getValue()));
        }
        return counts.build();
    }

    private MetricSnapshot refused() {
        CounterSnapshot.Builder counts = CounterSnapshot.builder()
                .name("freshwatch_web_refused")
                .help("Requests to this server that were refused, by cause: host, login, pace, token.");
        refusals.all()
                .forEach((cause, count) -> counts.dataPoint(MetricPoints.count(Labels.of("cause", cause), count)));
        return counts.build();
    }

    /** Counts requests that the server refuses. */
    RefusedRequests refusals() {
        return refusals;
    }

    private static Labels check(Latest one) {
        return Labels.of("check", one.finding().check().value());
    }
}
