package dev.freshwatch.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of what was measured, each figure beside its target. */
final class FaultFigures {

    private final StringBuilder table = new StringBuilder();
    private final List<String> missed = new ArrayList<>();

    FaultFigures tell(String what, Object value) {
        table.append(String.format(Locale.ROOT, "  %-74s %s%n", what, value));
        return this;
    }

    /** A figure that must not be greater. @param details of what went wrong */
    FaultFigures atMost(String what, long value, long target, List<?> details) {
        boolean reached = value <= target;
        table.append(
                String.format(Locale.ROOT, "  %-74s %-8d <= %d  %s%n", what, value, target, reached ? "ok" : "MISSED"));
        if (!reached) {
            missed.add(what + ": " + value);
            details.forEach(each -> table.append("      ").append(each).append(System.lineSeparator()));
        }
        return this;
    }

    FaultFigures none(String what, List<?> wrong) {
        return atMost(what, wrong.size(), 0, wrong);
    }

    /** What did not reach its target. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
