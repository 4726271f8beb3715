package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.WeeklyWindow;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the keys {@code silence.<name>.…}. */
final class SilenceReader {

    private static final String PREFIX = "silence.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final Values values;
    private final Report report;

    SilenceReader(Values values, Report report) {
        this.values = values;
        this.report = report;
    }

    /** All of them, sorted by name. */
    List<Maintenance> read() {
        List<Maintenance> maintenances = new ArrayList<>();
        values.names(PREFIX).forEach((name, first) -> {
            if (NAME.matcher(name).matches()) {
                read(name, maintenances);
            } else {
                report.fault(
                        first.where(),
                        first.key(),
                        "has a name that cannot be used",
                        "name the silence with letters, digits, dashes and underscores, at most 63 of them");
            }
        });
        return maintenances;
    }

    private void read(String name, List<Maintenance> maintenances) {
        List<String> globs = values.require(Keys.SILENCE_CHECKS, name);
        List<WeeklyWindow> windows = values.require(Keys.SILENCE_WHEN, name);
        ZoneId zone = values.get(Keys.SILENCE_ZONE, name);
        String reason = values.get(Keys.SILENCE_REASON, name);
        Boolean heal = values.get(Keys.SILENCE_HEAL, name);
        if (globs != null && windows != null && heal != null) {
            maintenances.add(
                    new Maintenance(name, globs, windows, zone == null ? ZoneId.systemDefault() : zone, reason, heal));
        }
    }
}
