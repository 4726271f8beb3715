package dev.freshwatch.alert;

import java.time.ZoneId;
import java.util.List;

/**
 * Weekly times without notices for some checks: {@code silence.<name>.…}.
 *
 * @param globs  patterns for check ids
 * @param reason null = none given
 * @param heal   false: there is no healing at these times either
 */
public record Maintenance(
        String name, List<String> globs, List<WeeklyWindow> windows, ZoneId zone, String reason, boolean heal) {

    public Maintenance {
        globs = List.copyOf(globs);
        windows = List.copyOf(windows);
    }
}
