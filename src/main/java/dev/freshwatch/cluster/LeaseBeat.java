package dev.freshwatch.cluster;

import dev.freshwatch.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The thread that lets {@link Leases} beat: each third of a lease, and when a lease of another node ends. */
final class LeaseBeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseBeat.class);

    /** So often it is seen that a lease has ended here. */
    private static final long LOOK = Duration.ofMillis(200).toNanos();

    private static final long CLOSING = Duration.ofSeconds(10).toMillis();

    private final Leases leases;
    private Thread thread;
    private boolean closing;
    private boolean waitingEnds;
    private boolean hurry;
    private boolean complained;

    LeaseBeat(Leases leases) {
        this.leases = leases;
    }

    /** Becomes a member, and starts the thread; neither, if that was called off. */
    void join() throws InterruptedException {
        Instant seen = null;
        while (!leases.isMember()) {
            if (isCalledOff()) {
                return;
            }
            beat();
            if (!leases.isMember() && leases.sinceBeat().compareTo(leases.lease()) < 0) {
                Optional<Instant> other = leases.view().members().stream()
                        .filter(member -> member.node().equals(leases.node()))
                        .map(Member::seenAt)
                        .findFirst();
                if (seen != null && other.isPresent() && other.get().isAfter(seen)) {
                    throw new NodeNameInUse(leases.node());
                }
                if (seen == null) {
                    LOG.info("A node named {} was there: waiting until it is certain that it is gone", leases.node());
                }
                seen = other.orElse(seen);
            }
            if (!leases.isMember()) {
                pause(leases.lease().dividedBy(5).toNanos());
            }
        }
        thread = new Thread(this::run, "cluster-beat");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!isClosing()) {
                beat();
                long third = leases.lease().dividedBy(3).toNanos();
                long expiry = leases.untilExpiry().plusMillis(50).toNanos();
                pause(complained ? Math.min(third, Duration.ofSeconds(1).toNanos()) : Math.min(third, expiry));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            leases.beat();
            if (complained) {
                LOG.info("The database answers again");
            }
            complained = false;
        } catch (SQLException e) {
            LOG.atLevel(complained ? Level.DEBUG : Level.WARN)
                    .log(
                            "The leases could not be renewed: {}; what this node does ends until they can",
                            StoreException.why(e));
            complained = true;
        } catch (RuntimeException | Error e) {
            LOG.error("The leases could not be renewed; trying again", e);
            complained = true;
        }
    }

    /** Beats now. */
    synchronized void hurry() {
        hurry = true;
        notifyAll();
    }

    /** A {@link #join} that still waits ends; nothing else does. */
    synchronized void stopWaiting() {
        waitingEnds = true;
        notifyAll();
    }

    private synchronized boolean isCalledOff() {
        return closing || waitingEnds;
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    /** Waits; in between, sees whether leases have ended. */
    private void pause(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (true) {
            synchronized (this) {
                long left = end - System.nanoTime();
                if (left <= 0 || hurry || closing || (thread == null && waitingEnds)) {
                    hurry = false;
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(left, LOOK)));
            }
            leases.announceEnded();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            if (thread != null) {
                thread.join(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
