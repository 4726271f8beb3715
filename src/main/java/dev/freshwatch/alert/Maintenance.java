package dev.freshwatch.alert;

import java.time.ZoneId;
import java.util.List;

/**
 * Times that come again each week in which nobody wants notices of some checks: {@code silence.<name>.…}.
 *
 * @param globs  on check ids
 * @param reason null = none given
 * @param heal   false: nothing is healed either in these times
 */
public record Maintenance(
        String name, List<String> globs, List<WeeklyWindow> windows, ZoneId zone, String reason, boolean heal) {

    public Maintenance {
        globs = List.copyOf(globs);
        windows = List.copyOf(windows);
    }
}
