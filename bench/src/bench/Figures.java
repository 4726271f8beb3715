package bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints what was measured, and remembers whether every target was reached. */
final class Figures {

    private boolean missed;

    /** A figure that must not be above its target. */
    void atMost(String what, double value, double target, String unit) {
        judge(what, value, "<=", target, unit, value <= target);
    }

    /** A figure that must be below its target. */
    void below(String what, double value, double target, String unit) {
        judge(what, value, "<", target, unit, value < target);
    }

    /** A figure that must not be under its target. */
    void atLeast(String what, double value, double target, String unit) {
        judge(what, value, ">=", target, unit, value >= target);
    }

    /** A figure without a target. */
    void tell(String what, String value) {
        System.out.printf(Locale.ROOT, "  %-58s %s%n", what, value);
    }

    void tell(String what, double value, String unit) {
        tell(what, number(value) + " " + unit);
    }

    void title(String text) {
        System.out.println();
        System.out.println(text);
    }

    private void judge(String what, double value, String sign, double target, String unit, boolean reached) {
        missed |= !reached;
        String figure = (number(value) + " " + unit).strip();
        System.out.printf(Locale.ROOT, "  %-58s %-16s %s %s  %s%n", what, figure, sign, number(target), reached ? "ok" : "MISSED");
    }

    /** Ends the process: 0 where every target was reached, 1 where one was missed. */
    void end() {
        System.out.println();
        System.out.println(missed ? "a target is MISSED" : "all targets are reached");
        System.exit(missed ? 1 : 0);
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    static double seconds(Duration duration) {
        return seconds(duration.toNanos());
    }

    /** The value that this share of all is not above. */
    static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    private static String number(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.1f", value);
    }
}
