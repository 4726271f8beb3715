package dev.freshwatch.config;

import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code drill.every}: how often a drill is sent.
 *
 * @param every a multiple of a day if there is a time of day
 * @param at    local time of day; null = at fixed intervals
 */
public record DrillSettings(Duration every, LocalTime at) {

    static final Type<DrillSettings> TYPE = Type.quoted("duration, or days `at` a time", DrillSettings::parse);

    private static final Pattern AT = Pattern.compile("(\\S+)\\s+at\\s+(\\S+)");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");

    private static DrillSettings parse(String text) throws BadValue {
        Matcher matcher = AT.matcher(text);
        if (!matcher.matches()) {
            return new DrillSettings(Durations.parse(text), null);
        }
        Duration every = Durations.parse(matcher.group(1));
        Matcher time = TIME.matcher(matcher.group(2));
        if (!time.matches()) {
            throw new BadValue("has no valid time of day", "write it like 1d at 08:00");
        }
        if (!every.equals(Duration.ofDays(every.toDays()))) {
            throw new BadValue(
                    "has a time of day, but is not a multiple of a day", "write for example 1d at " + matcher.group(2));
        }
        return new DrillSettings(every, LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))));
    }
}
