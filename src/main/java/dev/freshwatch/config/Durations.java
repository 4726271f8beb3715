package dev.freshwatch.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats durations as written in the configuration: {@code 30s 20m 2h 7d}. */
final class Durations {

    /** Longer limits or pauses make no sense, and sums of durations stay far from overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})([smhd])");

    /** {@code 10 min}: the first letter is the unit, except for months and milliseconds. */
    private static final Pattern WORD = Pattern.compile(
            "([1-9]\\d{0,8})\\s*(?:([smhd])|(s)ec(?:ond)?s?|(m)in(?:ute)?s?|(h)(?:ou)?rs?|(d)ays?)",
            Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /** Parses a duration of at least one second. */
    static Duration parse(String text) throws BadValue {
        if (text.matches("0+[smhd]?")) {
            throw new BadValue("is zero", "write at least 1s");
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue("is not a duration", hint(text));
        }
        long number = Long.parseLong(matcher.group(1));
        Duration unit = unit(matcher.group(2).charAt(0));
        if (number > LONGEST.dividedBy(unit)) {
            throw new BadValue("is longer than ten years", "write at most " + text(LONGEST));
        }
        return unit.multipliedBy(number);
    }

    /** The same, but also accepts {@code 0}. */
    static Duration orNone(String text) throws BadValue {
        return text.matches("0+[smhd]?") ? Duration.ZERO : parse(text);
    }

    /** Formats a duration in the largest unit that fits: {@code 90s}, {@code 20m}. */
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static Duration unit(char letter) {
        return switch (letter) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static String unitOf(Matcher word) {
        for (int group = 2; group <= word.groupCount(); group++) {
            if (word.group(group) != null) {
                return word.group(group).toLowerCase(Locale.ROOT);
            }
        }
        throw new IllegalStateException("a unit was matched");
    }

    private static String hint(String text) {
        if (text.matches("[1-9]\\d{0,8}")) {
            return String.format(Locale.ROOT, "add a unit: %1$ss, %1$sm, %1$sh or %1$sd", text);
        }
        Matcher word = WORD.matcher(text);
        return word.matches()
                ? "write " + word.group(1) + unitOf(word)
                : "write a whole number and s, m, h or d, such as 30s, 20m, 2h or 7d";
    }
}
