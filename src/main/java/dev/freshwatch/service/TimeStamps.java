package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads time stamps of one format. */
final class TimeStamps {

    /** A later value has another unit, and is not a time. */
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant EARLIEST_OF_NUMBERS = Instant.parse("1990-01-01T00:00:00Z");

    /** By name: by how many digits a number must be shifted right to become seconds. */
    private static final Map<String, Integer> EPOCHS =
            Map.of("epoch-seconds", 0, "epoch-millis", 3, "epoch-micros", 6, "epoch-nanos", 9);

    private static final int LONGEST_NUMBER = 40;

    /** Reads a time; returns null, or throws an exception of numbers or times, if it is none. */
    private interface Reader {
        Instant read(String text);
    }

    private final String format;
    private final ZoneId zone;
    private final Reader reader;

    private TimeStamps(String format, ZoneId zone, Reader reader) {
        this.format = format;
        this.zone = zone;
        this.reader = reader;
    }

    /**
     * @param format {@code iso}, {@code rfc1123}, {@code epoch-seconds}, {@code epoch-millis}, {@code epoch-micros},
     *               {@code epoch-nanos}, or a pattern of Java's DateTimeFormatter
     * @param zone   for times without a zone of their own; null = such times cannot be read
     */
    static TimeStamps of(String format, ZoneId zone) throws BadValue {
        Integer point = EPOCHS.get(format);
        if (point != null) {
            return new TimeStamps(format, null, text -> number(text, point));
        }
        if (format.equals("iso")) {
            return new TimeStamps(format, zone, text -> WrittenTimes.iso(text, zone));
        }
        if (format.equals("rfc1123")) {
            return new TimeStamps(format, zone, text -> WrittenTimes.rfc1123(text, zone));
        }
        try {
            // Lenient about the number of digits: many write dd for days, but also mean 6/11/2026.
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseLenient()
                    .parseCaseInsensitive()
                    .appendPattern(format)
                    .toFormatter(Locale.ENGLISH);
            String sample = formatter.format(ZonedDateTime.parse("2026-11-20T17:00:00Z"));
            TimeStamps made = new TimeStamps(format, zone, text -> moment(formatter, text, zone));
            if (made.read(sample).isEmpty()) {
                throw new BadValue(
                        zone == null ? "contains no zone" : "does not describe a time",
                        zone == null
                                ? "write the parameter zone, such as Europe/Berlin"
                                : "write it like yyyy-MM-dd HH:mm:ss");
            }
            return made;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadValue(
                    "is not a time format",
                    "write iso, rfc1123, epoch-seconds, epoch-millis, epoch-micros, epoch-nanos"
                            + " or a pattern such as dd/MM/yyyy HH:mm:ss");
        }
    }

    /** Returns empty if the text is not such a time. */
    Optional<Instant> read(String text) {
        try {
            Instant time = reader.read(text.strip());
            return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)
                    ? Optional.empty()
                    : Optional.of(time);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant number(String text, int point) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        BigDecimal given = new BigDecimal(text);
        if ((long) given.precision() - given.scale() > LONGEST_NUMBER || given.scale() > LONGEST_NUMBER) {
            return null;
        }
        BigDecimal seconds = given.movePointLeft(point);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(9).longValue();
        Instant time = Instant.ofEpochSecond(whole.longValueExact(), nanos);
        // 0 is used by some for "never"; other values that early have a larger unit.
        return given.signum() != 0 && time.isBefore(EARLIEST_OF_NUMBERS) ? null : time;
    }

    private static Instant moment(DateTimeFormatter formatter, String text, ZoneId zone) {
        TemporalAccessor read = formatter.parseBest(
                text, OffsetDateTime::from, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        if (read instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (read instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (zone == null) {
            return null;
        }
        return read instanceof LocalDateTime time
                ? time.atZone(zone).toInstant()
                : ((LocalDate) read).atStartOfDay(zone).toInstant();
    }

    @Override
    public String toString() {
        return format + (zone == null ? "" : " in " + zone);
    }
}
