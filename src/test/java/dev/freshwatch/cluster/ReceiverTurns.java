package dev.freshwatch.cluster;

import static org.awaitility.Awaitility.await;

import dev.freshwatch.sim.SimDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;

/** A Receiver that goes silent, and sends again once that was told, and goes silent again once that was told, and so on. */
final class ReceiverTurns implements Runnable {

    private static final Duration EVERY = Duration.ofMillis(500);

    /** What takes longer is printed, beside the faults. */
    private static final Duration SLOW = Duration.ofSeconds(12);

    private final SimDevice device;
    private final ToldNotices told;
    private final String check;
    private final AtomicBoolean ending;
    private final List<String> lost = new ArrayList<>();
    private long turns;
    private Duration longest = Duration.ZERO;

    /** @param ending ends it, after a recovery */
    ReceiverTurns(SimDevice device, ToldNotices told, AtomicBoolean ending) {
        this.device = device;
        this.told = told;
        this.ending = ending;
        check = "esm/soc/events/" + device.id();
        device.events().live(EVERY, Duration.ZERO);
    }

    @Override
    public void run() {
        while (!ending.get()) {
            turn("problem", () -> device.events().stop());
            turn("recovery", () -> device.events().live(EVERY, Duration.ZERO));
        }
    }

    private void turn(String kind, Runnable how) {
        long before = told.count(check, kind);
        long from = System.nanoTime();
        how.run();
        try {
            await().atMost(FaultyCluster.PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> told.count(check, kind) > before);
        } catch (ConditionTimeoutException e) {
            note(kind + " of " + check + " after " + turns + " turns");
        }
        told(kind, Duration.ofNanos(System.nanoTime() - from));
    }

    private synchronized void note(String what) {
        lost.add(what);
    }

    private synchronized void told(String kind, Duration took) {
        if (took.compareTo(SLOW) > 0) {
            System.out.println(Instant.now() + " told after " + took.toMillis() + " ms: " + kind + " of " + check);
        }
        turns++;
        longest = took.compareTo(longest) > 0 ? took : longest;
    }

    String check() {
        return check;
    }

    /** Problems and recoveries that there should be, both together. */
    synchronized long turns() {
        return turns;
    }

    /** Those that were not told in time. */
    synchronized List<String> lost() {
        return List.copyOf(lost);
    }

    /** The longest time from a turn to its notice. */
    synchronized Duration longest() {
        return longest;
    }
}
