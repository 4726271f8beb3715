package dev.freshwatch.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times for operators: in local time and in UTC. */
public final class TimeText {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private TimeText() {}

    /** {@code 2026-11-20 18:00:00 CET (17:00:00 UTC)}. */
    public static String text(Instant time, ZoneId zone) {
        if (zone.getRules().getOffset(time).equals(ZoneOffset.UTC)) {
            return DAY.format(time.atZone(ZoneOffset.UTC)) + " UTC";
        }
        boolean sameDay = LocalDate.ofInstant(time, zone).equals(LocalDate.ofInstant(time, ZoneOffset.UTC));
        return LOCAL.format(time.atZone(zone)) + " (" + (sameDay ? TIME : DAY).format(time.atZone(ZoneOffset.UTC))
                + " UTC)";
    }

    /** In the zone of this machine. */
    public static String text(Instant time) {
        return text(time, ZoneId.systemDefault());
    }
}
