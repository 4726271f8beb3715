package dev.freshwatch.config;

import dev.freshwatch.freshness.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything there is to say about a configuration, so that it can be said at once. */
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

    /** In the order of their lines; what has no line comes last. */
    List<ConfigFault> faults() {
        return faults.stream()
                .distinct()
                .sorted(Comparator.comparingInt(fault -> order(fault.line())))
                .toList();
    }

    /** In the order of their lines; what has no line comes last. */
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
