package dev.freshwatch.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ESM's names of time ranges, as the operator may write them. Calendar ranges that reach up to now are taken for a
 * wish to look back as far as needed; ranges that end before now never hold the newest record.
 */
final class Windows {

    /** Empty for a calendar range, which gives way to the window that fits the limits. */
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
            throw new BadValue("needs a fixed begin and end, and the newest record moves on", write);
        }
        throw new BadValue("is not a window of the ESM", write);
    }

    private static boolean isCalendar(String text, String prefix) {
        return text.startsWith(prefix) && UNITS.contains(text.substring(prefix.length()));
    }

    /**
     * The shortest window in which a breach of this limit can be seen with its age: twice as long as the limit, or else
     * the widest, where the limit itself fits. The limit must not be longer than the widest window.
     */
    static Window toSee(Duration limit) {
        return Window.atLeast(limit.multipliedBy(2)).orElse(Window.WIDER_LOOK);
    }

    static boolean isTooLong(Duration limit) {
        return limit.compareTo(Window.WIDER_LOOK.length()) > 0;
    }
}
