package dev.freshwatch.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ESM's names of time ranges, as an operator may write them. Calendar ranges that end now are replaced by a window
 * that fits the limits; ranges that end before now never contain the newest record.
 */
final class Windows {

    /** Empty for a calendar range, which is replaced by the window that fits the limits. */
    static final Type<Optional<Window>> TYPE = Type.quoted("window", Windows::parse);

    private static final List<String> NAMES =
            Arrays.stream(Window.values()).map(Window::name).toList();

    private static final List<String> UNITS = List.of("DAY", "WEEK", "MONTH", "QUARTER", "YEAR");

    private Windows() {}

    private static Optional<Window> parse(String text) throws BadValue {
        if (NAMES.contains(text)) {
            return Optional.of(Window.valueOf(text));
        }
        String write = "write " + Types.choice(NAMES);
        if (isCalendar(text, "CURRENT_")) {
            return Optional.empty();
        }
        if (isCalendar(text, "PREVIOUS_")) {
            throw new BadValue("ends before now, so the newest record is never in it", write);
        }
        if (text.equals("CUSTOM")) {
            throw new BadValue("needs a fixed begin and end, but the newest record moves on", write);
        }
        throw new BadValue("is not a window of the ESM", write);
    }

    private static boolean isCalendar(String text, String prefix) {
        return text.startsWith(prefix) && UNITS.contains(text.substring(prefix.length()));
    }

    /**
     * The shortest window in which a breach of this limit can be seen with its age: twice the limit, or else the widest
     * window, in which the limit itself fits. The limit must not exceed the widest window.
     */
    static Window toSee(Duration limit) {
        return Window.atLeast(limit.multipliedBy(2)).orElse(Window.WIDER_LOOK);
    }

    static boolean isTooLong(Duration limit) {
        return limit.compareTo(Window.WIDER_LOOK.length()) > 0;
    }
}
