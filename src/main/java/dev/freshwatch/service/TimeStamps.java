package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** How time stamps are written. */
final class TimeStamps {

    /** What lies beyond is another unit, and not a time. */
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final String format;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    private TimeStamps(String format, DateTimeFormatter formatter, ZoneId zone) {
        this.format = format;
        this.formatter = formatter;
        this.zone = zone;
    }

    /**
     * @param format {@code iso}, {@code epoch-seconds}, {@code epoch-millis}, or a pattern of Java's DateTimeFormatter
     * @param zone   of times that do not say their own; null = such times can not be read
     */
    static TimeStamps of(String format, ZoneId zone) throws BadValue {
        if (format.equals("epoch-seconds") || format.equals("epoch-millis")) {
            return new TimeStamps(format, null, zone);
        }
        if (format.equals("iso")) {
            return new TimeStamps(format, ISO, zone);
        }
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
            String sample = formatter.format(ZonedDateTime.parse("2026-11-20T17:00:00Z"));
            TimeStamps made = new TimeStamps(format, formatter, zone);
            if (made.read(sample).isEmpty()) {
                throw new BadValue(
                        zone == null ? "tells no zone" : "does not tell a time",
                        zone == null
                                ? "write the parameter zone, such as Europe/Berlin"
                                : "write it like yyyy-MM-dd HH:mm:ss");
            }
            return made;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadValue(
                    "is not a format of times",
                    "write iso, epoch-seconds, epoch-millis or a pattern such as dd/MM/yyyy HH:mm:ss");
        }
    }

    /** Empty where the text is not such a time. */
    Optional<Instant> read(String text) {
        try {
            Instant time = formatter == null
                    ? number(text.strip())
                    : moment(formatter.parseBest(
                            text.strip(),
                            OffsetDateTime::from,
                            ZonedDateTime::from,
                            LocalDateTime::from,
                            LocalDate::from));
            return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)
                    ? Optional.empty()
                    : Optional.of(time);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Instant number(String text) {
        if (text.length() > 30) {
            return null;
        }
        BigDecimal millis = new BigDecimal(text);
        if (millis.precision() - millis.scale() > 18) {
            return null;
        }
        return Instant.ofEpochMilli((format.equals("epoch-seconds") ? millis.movePointRight(3) : millis).longValue());
    }

    /** Null where the zone is not known. A local time that occurs twice is taken for the first. */
    private Instant moment(TemporalAccessor read) {
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
        return format + (zone == null || formatter == null ? "" : " in " + zone);
    }
}
