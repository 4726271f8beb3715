package dev.freshwatch.esm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether an ESM answers queries more slowly than it usually does: the last few answers took more than twice as long, on
 * average, as usual for the same Receivers. One slow answer among quick ones says nothing. Not thread-safe.
 */
final class QuerySpeed {

    /** Below this many seconds, twice as long is noise of the network or of this machine. */
    private static final double LEAST = 0.25;

    private static final double SLOW = 2;
    /** A single answer counts no more than this, however late it is. */
    private static final double MOST = 4;

    private static final int ANSWERS = 4;
    /** After fewer answers it is not known what is usual. */
    private static final int FIRST_ANSWERS = 8;

    private static final double LEARNING = 0.2;
    private static final int MOST_RECEIVERS = 10_000;

    /** Usual duration by Receiver, in seconds. */
    private final Map<Long, Double> usual = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Double> eldest) {
            return size() > MOST_RECEIVERS;
        }
    };
    /** Of all Receivers, in seconds; null = nothing is known yet. */
    private Double everywhere;
    /** How the last durations compare with the usual ones. */
    private final Deque<Double> last = new ArrayDeque<>();

    private int answers;

    /** Whether an answer came as quickly as usual. */
    boolean isQuick(long receiver, Duration took) {
        double seconds = seconds(took);
        Double before = usual.getOrDefault(receiver, everywhere);
        double ratio = before == null ? 1 : ratio(seconds, before);
        answers = Math.min(FIRST_ANSWERS, answers + 1);
        note(answers < FIRST_ANSWERS ? 1 : ratio);
        everywhere = everywhere == null ? seconds : everywhere + LEARNING * (seconds - everywhere);
        usual.merge(receiver, seconds, (known, now) -> known + LEARNING * (now - known));
        return ratio <= SLOW;
    }

    /**
     * Notes that there was no answer in this time. That says something about the ESM only if the Receiver has answered
     * before, and only once: some never answer, whatever the load.
     *
     * @return whether it has answered before
     */
    boolean noAnswer(long receiver, Duration within) {
        Double before = usual.get(receiver);
        if (before != null) {
            note(ratio(seconds(within), before));
            usual.put(receiver, Math.max(before, seconds(within)));
        }
        return before != null;
    }

    private void note(double ratio) {
        last.addLast(Math.min(MOST, ratio));
        if (last.size() > ANSWERS) {
            last.removeFirst();
        }
    }

    /** Whether the last answers were slow. They count once: after that, as many others must be slow. */
    boolean hasSlowedDown() {
        double mean = last.stream().mapToDouble(Double::doubleValue).sum() / ANSWERS;
        boolean slow = last.size() == ANSWERS && mean > SLOW;
        if (slow) {
            last.clear();
        }
        return slow;
    }

    private static double ratio(double seconds, double usual) {
        return seconds / Math.max(LEAST, usual);
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
