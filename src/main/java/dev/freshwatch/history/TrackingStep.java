package dev.freshwatch.history;

import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.TrackingResult;
import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.alert.Unconfirmed;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.SourcesGone;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The bean {@code alertTracking} of the routes: runs {@link AlertTracker} within the surrounding transaction. */
public final class TrackingStep {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingStep.class);

    /** A check that was not observed for this long is no longer shown. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final AlertTracker tracker;
    private final Map<String, String> lastSummaries;
    private final NavigableMap<CheckId, Seen> latest;
    private volatile Predicate<CheckId> ignored = check -> false;
    private volatile Function<CheckId, String> namespaces = check -> null;
    private volatile Instant sweptAt = Instant.EPOCH;
    private final Alongside alongside = new Alongside();
    private final List<Unconfirmed> listeners = new CopyOnWriteArrayList<>();

    public TrackingStep(AlertTracker tracker) {
        this.tracker = tracker;
        this.lastSummaries = new ConcurrentHashMap<>();
        this.latest = new ConcurrentSkipListMap<>();
    }

    private TrackingStep(AlertTracker tracker, TrackingStep before) {
        this.tracker = tracker;
        this.lastSummaries = before.lastSummaries;
        this.latest = before.latest;
    }

    /** Returns a step that tracks by other rules and continues what this one has seen. */
    public TrackingStep with(AlertTracker other) {
        return new TrackingStep(other, this);
    }

    /** Ignores these checks from now on, even if a cycle under way still answers them, and forgets them. */
    public void ignore(Predicate<CheckId> gone) {
        ignored = gone;
        latest.keySet().removeIf(gone);
    }

    /**
     * Tells the namespaces of checks. Findings of one that another process has now are dropped.
     *
     * @param of returns the namespace of a check; null = any process may report it
     */
    public void namespaces(Function<CheckId, String> of) {
        namespaces = of;
    }

    /** Forgets what was seen of these checks, because another process makes them now. */
    public void forget(Predicate<CheckId> gone) {
        latest.keySet().removeIf(gone);
    }

    /** Adds a listener for unconfirmed state changes; called after each commit that contains one. */
    public void onUnconfirmed(Unconfirmed listener) {
        listeners.add(listener);
    }

    /** Writes this with what is found of a platform, in the same transaction. @param platform such as {@code esm/soc} */
    public void alongside(String platform, Consumer<UnitOfWork> writing) {
        alongside.add(platform, writing);
    }

    /** Returns the notices of this cycle. */
    public List<Notice> trackAlerts(@Body List<Finding> all, Exchange exchange) {
        UnitOfWork unitOfWork = UnitOfWork.of(exchange);
        List<Finding> findings = all.stream()
                .filter(finding -> !ignored.test(finding.check()))
                .filter(finding -> isOurs(finding, unitOfWork))
                .toList();
        TrackingResult followed = tracker.track(findings, AlertStateTable.in(unitOfWork));
        LookTable.write(unitOfWork, followed.seen());
        alongside.write(unitOfWork, findings);
        forgetSources(unitOfWork, findings, followed.step().now());
        unitOfWork.afterCommit(() -> committed(findings, followed));
        return followed.notices();
    }

    /** Whether this process has its namespace now; if so, it must still have it when this is committed. */
    private boolean isOurs(Finding finding, UnitOfWork unitOfWork) {
        String namespace = namespaces.apply(finding.check());
        OptionalLong number = unitOfWork.fencing().number(namespace, finding.observedAt());
        if (number.isEmpty()) {
            LOG.debug("{}: another node makes this check now, or has made it since", finding.check());
            return false;
        }
        unitOfWork.fence(namespace, number.getAsLong());
        return true;
    }

    private static void forgetSources(UnitOfWork unitOfWork, List<Finding> findings, Instant now) {
        Set<CheckId> lists = findings.stream()
                .map(Finding::check)
                .filter(check -> check.value().startsWith("service/") && !check.isSource())
                .collect(Collectors.toSet());
        if (!lists.isEmpty()) {
            unitOfWork.use(connection -> {
                GoneChecks.forgetSources(connection, lists, now);
                return null;
            });
        }
    }

    private void committed(List<Finding> findings, TrackingResult followed) {
        tracker.settle(followed);
        Duration step = followed.step().by();
        if (!step.isZero()) {
            LOG.warn(
                    "The clock was set {} by {}; stored times were adjusted",
                    step.isNegative() ? "back" : "forward",
                    Ages.words(step.abs().plusMillis(500)));
        }
        followed.notices().forEach(TrackingStep::log);
        followed.seen().forEach(seen -> latest.put(seen.finding().check(), seen));
        SourcesGone.from(latest.navigableKeySet(), findings).forEach(latest::remove);
        forgetOld(followed.step().now());
        if (!isSecondLook(findings)) {
            summarise(findings);
        }
        followed.unconfirmed()
                .forEach((platform, pace) -> listeners.forEach(listener -> listener.lookAgain(platform, pace)));
    }

    private void forgetOld(Instant now) {
        if (Duration.between(sweptAt, now).abs().compareTo(SWEEP_EVERY) > 0) {
            sweptAt = now;
            latest.values()
                    .removeIf(seen ->
                            seen.alertState().observedAt().plus(FORGOTTEN).isBefore(now));
        }
    }

    /** The latest finding of each check tracked since the start, sorted by id. */
    public List<Seen> latest() {
        return List.copyOf(latest.values());
    }

    /** The latest finding of this check; empty if it was not tracked since the start. */
    public Optional<Seen> latest(CheckId check) {
        return Optional.ofNullable(latest.get(check));
    }

    /** Whether this check has an open, confirmed problem that was notified, as of the last commit. */
    public boolean isOpen(String check) {
        return latest(new CheckId(check))
                .map(seen -> seen.alertState().isOpenAndTold())
                .orElse(false);
    }

    /**
     * Makes a notice about the open problem of a check outside the cycles: it was healed, or still exists.
     *
     * @return one notice; none if no notified problem is open, or if notices are suppressed now
     */
    public List<Notice> makeNotice(Kind kind, Finding finding, Exchange exchange) {
        UnitOfWork unitOfWork = UnitOfWork.of(exchange);
        if (!isOurs(finding, unitOfWork)) {
            return List.of();
        }
        Optional<Notice> notice = tracker.noticeForOpenProblem(kind, finding, AlertStateTable.in(unitOfWork));
        unitOfWork.afterCommit(() -> notice.ifPresent(TrackingStep::log));
        return notice.stream().toList();
    }

    private static void log(Notice notice) {
        Finding finding = notice.finding();
        LOG.info(
                "{} {} {} {}: {}",
                notice.kind(),
                finding.check(),
                finding.state().word(),
                finding.reason().word(),
                notice.message());
    }

    /** A single check of a platform with several checks was observed, as after healing: that is not a whole cycle. */
    private boolean isSecondLook(List<Finding> findings) {
        String platform = findings.isEmpty() ? "" : findings.get(0).check().platform();
        return findings.size() == 1
                && latest.navigableKeySet().tailSet(new CheckId(platform)).stream()
                        .takeWhile(check -> check.value().startsWith(platform))
                        .anyMatch(check -> check.platform().equals(platform)
                                && !check.equals(findings.get(0).check()));
    }

    /**
     * Logs a line for each platform whenever the number of checks in a state changes; at debug level for every cycle.
     */
    private void summarise(List<Finding> findings) {
        findings.stream()
                .collect(Collectors.groupingBy(finding -> finding.check().platform()))
                .forEach((platform, ofPlatform) -> {
                    String summary = Arrays.stream(State.values())
                            .map(state -> Map.entry(state, count(ofPlatform, state)))
                            .filter(count -> count.getValue() > 0)
                            .map(count ->
                                    count.getValue() + " " + count.getKey().word())
                            .collect(Collectors.joining(", "));
                    boolean changed = !summary.equals(lastSummaries.put(platform, summary));
                    LOG.atLevel(changed ? Level.INFO : Level.DEBUG).log("{}: {}", platform, summary);
                });
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
