package dev.freshwatch.config;

import dev.freshwatch.freshness.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all faults and warnings of a configuration, so that they can be reported together. */
final class Report {

    private static final int LONGEST_KEY = 200;

    private final List<ConfigFault> faults = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    void fault(SourceLocation where, String key, String message, String hint) {
        faults.add(new ConfigFault(where.file(), where.line(), PlainText.line(key, LONGEST_KEY), message, hint));
    }

    void warn(SourceLocation where, String key, String message) {
        warnings.add(new Warning(where.file(), where.line(), PlainText.line(key, LONGEST_KEY), message));
    }

    /** Sorted by line; faults without a line are last. */
    List<ConfigFault> faults() {
        return faults.stream()
                .distinct()
                .sorted(Comparator.comparingInt(fault -> order(fault.line())))
                .toList();
    }

    /** Sorted by line; warnings without a line are last. */
    List<Warning> warnings() {
        return warnings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(warning -> order(warning.line())))
                .toList();
    }

    private static int order(int line) {
        return line == 0 ? Integer.MAX_VALUE : line;
    }
}
