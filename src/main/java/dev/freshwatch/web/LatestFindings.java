package dev.freshwatch.web;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.SourcesGone;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code latestFindings} of the routes: keeps the latest finding of each check. Thread-safe.
 *
 * <p>Findings that contain the one of a session are a complete cycle of that platform: checks missing from them are removed.
 * So are sources whose list was read, and that are not among the findings. Any other check is removed after a day without
 * findings.
 */
public final class LatestFindings {

    private static final Logger LOG = LoggerFactory.getLogger(LatestFindings.class);

    private static final Duration FORGET_AFTER = Duration.ofDays(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

    /** Limits the number of checks, since an operator's own routes can name any. */
    private static final int MOST = 20_000;

    private final LongSupplier nanoTime;
    private final NavigableMap<CheckId, Latest> latest = new ConcurrentSkipListMap<>();
    private volatile Predicate<CheckId> ignored = check -> false;
    private volatile Predicate<CheckId> own = check -> true;
    private volatile Runnable unauthorized = () -> {};
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile long sweptAt;
    private volatile boolean full;

    /** @param nanoTime the monotonic clock */
    public LatestFindings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        sweptAt = nanoTime.getAsLong();
    }

    /** The latest finding of a check, and the response times of all its answers. */
    record Latest(Finding finding, Histogram durations, long at) {}

    /** Stores the findings of a cycle without changing them. */
    public void remember(@Body Collection<Finding> findings) {
        long now = nanoTime.getAsLong();
        Set<CheckId> named = new HashSet<>();
        Set<String> complete = new HashSet<>();
        for (Finding finding : findings) {
            named.add(finding.check());
            if (finding.check().isSession()) {
                complete.add(finding.check().platform());
            }
        }
        SourcesGone.from(latest.navigableKeySet(), findings).forEach(latest::remove);
        if (!complete.isEmpty() || now - sweptAt > SWEEP_EVERY.toNanos()) {
            sweptAt = now;
            latest.entrySet()
                    .removeIf(one -> !named.contains(one.getKey())
                            && (complete.contains(one.getKey().platform()) || isOld(one.getValue(), now)));
        }
        findings.stream().filter(finding -> !ignored.test(finding.check())).forEach(finding -> put(finding, now));
        if (findings.stream().anyMatch(finding -> finding.reason() == Reason.UNAUTHORIZED)) {
            unauthorized.run();
        }
        first.complete(null);
    }

    /** Completes when there are findings for the first time; what depends on it must not run on that thread. */
    public CompletionStage<Void> first() {
        return first;
    }

    /** Sets what is run whenever a platform refuses credentials. */
    public void onUnauthorized(Runnable listener) {
        unauthorized = listener;
    }

    /** Ignores these checks from now on, even if a cycle under way still answers them, and forgets them. */
    public void ignore(Predicate<CheckId> gone) {
        ignored = gone;
        latest.keySet().removeIf(gone);
    }

    /**
     * Shows these checks only. What another node has taken over may still come in here, from a cycle that was frozen, and
     * would be shown for a day beside what that node finds.
     */
    public void only(Predicate<CheckId> ofThisNode) {
        own = ofThisNode;
    }

    /** Forgets these checks until they are observed again. */
    public void forget(Predicate<CheckId> gone) {
        latest.keySet().removeIf(gone);
    }

    private void put(Finding finding, long now) {
        Latest before = latest.get(finding.check());
        if (before == null && latest.size() >= MOST) {
            if (!full) {
                full = true;
                LOG.warn("There are more than {} checks; metrics and pages show no further ones", MOST);
            }
            return;
        }
        Histogram durations = before == null ? new Histogram() : before.durations();
        if (finding.response() != null) {
            durations.add(finding.response());
        }
        latest.put(finding.check(), new Latest(finding, durations, now));
    }

    private static boolean isOld(Latest one, long now) {
        return now - one.at() > FORGET_AFTER.toNanos();
    }

    /** Sorted by check. */
    List<Latest> all() {
        long now = nanoTime.getAsLong();
        return latest.values().stream()
                .filter(one -> !isOld(one, now) && own.test(one.finding().check()))
                .toList();
    }

    /** The latest findings by platform. */
    public Map<String, List<Finding>> byPlatform() {
        return all().stream().map(Latest::finding).collect(Collectors.groupingBy(finding -> finding.check()
                .platform()));
    }
}
