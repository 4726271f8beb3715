package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the one notice that needs no store: that the store is unusable, so no other notice can be sent. It is passed
 * directly to each sink until the sink accepts it. Its recovery goes through the outbox once the store is back.
 */
final class StoreDownNotifier implements Runnable {

    /** How long the store may be unusable without a notice, for example while a database server restarts. */
    static final Duration AFTER = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreDownNotifier.class);
    private static final CheckId CHECK = new CheckId("freshwatch/store");
    private static final String NAME = "store";

    private final Store store;
    private final long after;
    private volatile Executor threads;
    private final Map<String, Function<Notice, Verdict>> ways = new ConcurrentHashMap<>();
    private final Set<String> sending = ConcurrentHashMap.newKeySet();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile Origin origin;
    private Instant since;
    private long sinceNanos;
    private Notice problem;

    /** @param after how long the store may be unusable without a notice */
    StoreDownNotifier(Store store, Duration after, Executor threads) {
        this.store = store;
        this.after = after.toNanos();
        this.threads = threads;
    }

    /** Returns whether a sink with this filter gets the notice. */
    static boolean isFor(NoticeFilter filter) {
        return filter.admitsProblem(CHECK, NAME, State.CRITICAL);
    }

    void origin(Origin who) {
        origin = who;
    }

    /** Sets the threads that pass notices to sinks from now on. */
    void threads(Executor others) {
        threads = others;
    }

    /** @param way passes a notice to this sink; null = delivered. Must not throw */
    void serve(String sink, Function<Notice, Verdict> way) {
        ways.put(sink, way);
    }

    void leave(String sink) {
        ways.remove(sink);
    }

    /** Checks the store; called every few seconds. */
    @Override
    public synchronized void run() {
        try {
            Optional<String> trouble = store.unusable();
            if (trouble.isPresent()) {
                gone(trouble.get());
            } else if (since != null) {
                back();
            }
        } catch (RuntimeException e) {
            LOG.error("Could not report that the store is unusable; trying again", e);
        }
    }

    private void gone(String why) {
        if (since == null) {
            since = store.clock().instant();
            sinceNanos = System.nanoTime();
        }
        if (System.nanoTime() - sinceNanos < after || !store.fencing().hadLast("freshwatch/watch")) {
            return;
        }
        if (problem == null) {
            String text = String.format(
                    Locale.ROOT,
                    "cannot be used: %s; until it can, checks are not tracked and no other notices are sent",
                    why);
            problem = notice(Kind.PROBLEM, UUID.randomUUID().toString(), State.CRITICAL, Reason.DOWN, text);
            LOG.error("The store {}", text);
        }
        ways.forEach((sink, way) -> {
            if (!told.contains(sink) && sending.add(sink)) {
                threads.execute(() -> send(sink, way, problem));
            }
        });
    }

    private void send(String sink, Function<Notice, Verdict> way, Notice notice) {
        try {
            Verdict verdict = way.apply(notice);
            if (verdict == null || verdict.permanent()) {
                told.add(sink);
            }
            LOG.debug("outbox:{}: {}", sink, verdict == null ? "accepted the store notice" : verdict.reason());
        } finally {
            sending.remove(sink);
        }
    }

    private void back() {
        if (problem != null) {
            Notice recovery = notice(Kind.RECOVERY, problem.episode(), State.OK, Reason.UP, "can be used again");
            UnitOfWork unitOfWork = store.begin();
            try {
                told.forEach(sink -> OutboxTransaction.in(unitOfWork).put(recovery, sink, CHECK.value()));
                unitOfWork.commit();
            } finally {
                unitOfWork.rollBack();
            }
        }
        told.clear();
        problem = null;
        since = null;
    }

    private Notice notice(Kind kind, String episode, State state, Reason reason, String text) {
        Instant now = store.clock().instant();
        Finding finding = new Finding(CHECK, NAME, NAME, state, reason, text, null, null, Limits.NONE, now, null);
        return new Notice(UUID.randomUUID().toString(), kind, episode, finding, since, now, origin, null);
    }
}
