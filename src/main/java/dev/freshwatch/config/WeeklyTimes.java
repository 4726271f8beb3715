package dev.freshwatch.config;

import dev.freshwatch.alert.WeeklyWindow;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses weekly times: {@code Sun 02:00-04:00, Mon-Fri 22:00-06:00, daily 12:00-12:30}. */
final class WeeklyTimes {

    static final Type<List<WeeklyWindow>> TYPE = Type.quoted("weekly times, comma separated", WeeklyTimes::parse);

    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\S+)\\s+)?(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})");

    private static final String HINT = "write days and times such as Sun 02:00-04:00, Mon-Fri 22:00-06:00 or daily"
            + " 12:00-12:30, separated by commas";

    private static final int MINUTES_OF_A_DAY = 24 * 60;

    private WeeklyTimes() {}

    private static List<WeeklyWindow> parse(String text) throws BadValue {
        List<WeeklyWindow> windows = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            windows.add(window(part.strip()));
        }
        return windows;
    }

    private static WeeklyWindow window(String text) throws BadValue {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue("is not a weekly time", HINT);
        }
        int from = minutes(matcher.group(2), matcher.group(3));
        int to = minutes(matcher.group(4), matcher.group(5));
        if (from == to || from == MINUTES_OF_A_DAY) {
            throw new BadValue("has a window that ends where it begins", "a whole day is 00:00-24:00");
        }
        return new WeeklyWindow(days(matcher.group(1)), time(from), time(to));
    }

    private static int minutes(String hours, String minutes) throws BadValue {
        int all = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        if (all > MINUTES_OF_A_DAY || Integer.parseInt(minutes) > 59) {
            throw new BadValue("has an invalid time of day", "write 00:00 to 24:00");
        }
        return all;
    }

    /** 24:00 is midnight of the next day. */
    private static LocalTime time(int minutes) {
        return LocalTime.ofSecondOfDay(minutes % MINUTES_OF_A_DAY * 60L);
    }

    private static Set<DayOfWeek> days(String text) throws BadValue {
        if (text == null || text.equals("*") || text.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        String[] ends = text.split("-", -1);
        if (ends.length > 2) {
            throw new BadValue("is not a weekly time", HINT);
        }
        DayOfWeek last = day(ends[ends.length - 1]);
        Set<DayOfWeek> days = EnumSet.of(last);
        for (DayOfWeek day = day(ends[0]); day != last; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String text) throws BadValue {
        String word = text.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.length() >= 3 && day.name().startsWith(word)) {
                return day;
            }
        }
        throw new BadValue("has an unknown day", "write Mon, Tue, Wed, Thu, Fri, Sat, Sun, Mon-Fri or daily");
    }
}
