package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the times of alarms and events: local text in the account's zone, without offset (section 3). Only explicit
 * formats: a guess would read 08/11 as August 11. The requested window tells day from month, and a time before that
 * window is not believed: the zone or the format is wrong then.
 */
final class EsmTimes {

    static final String UTC_MARK = "(GMT)";

    private final String esm;
    private final ZoneId zone;
    /** By pattern, as operators write it. */
    private final Map<String, DateTimeFormatter> formats = new LinkedHashMap<>();

    EsmTimes(String esm, ZoneId zone, DateOrder order) {
        this.esm = esm;
        this.zone = zone;
        List<String> patterns =
                switch (order) {
                    case AUTO -> List.of("MM/dd/yyyy", "dd/MM/yyyy", "yyyy/MM/dd");
                    case MONTH_DAY_YEAR -> List.of("MM/dd/yyyy");
                    case DAY_MONTH_YEAR -> List.of("dd/MM/yyyy");
                    case YEAR_MONTH_DAY -> List.of("yyyy/MM/dd");
                };
        for (String pattern : patterns) {
            formats.put(
                    pattern,
                    DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu") + " HH:mm:ss", Locale.ROOT)
                            .withResolverStyle(ResolverStyle.STRICT));
        }
    }

    ZoneId zone() {
        return zone;
    }

    /** Returns how times are read that no window was asked for. */
    LoneTimes alone() {
        return new LoneTimes(zone, Map.copyOf(formats));
    }

    /**
     * Reads the times of several records, in their order. Times before the window are left out, provided that another
     * record is within it. If the window does not tell day from month for a record, the other records do.
     *
     * @throws EsmException if a text cannot be read, or all records are before the window
     */
    List<Instant> read(List<String> texts, AskedWindow asked) throws EsmException {
        List<TimeMeanings> records = new ArrayList<>();
        Set<String> patterns = new HashSet<>();
        for (String text : texts) {
            TimeMeanings record = meanings(text, asked);
            records.add(record);
            patterns.add(record.pattern(asked));
        }
        patterns.remove(null);
        String pattern = patterns.size() == 1 ? patterns.iterator().next() : null;
        List<Instant> times = new ArrayList<>();
        EsmException outside = null;
        for (TimeMeanings record : records) {
            try {
                times.add(instant(record, pattern, asked));
            } catch (EsmException failure) {
                if (failure.sign() != Sign.OUTSIDE_WINDOW) {
                    throw failure;
                }
                outside = outside == null ? failure : outside;
            }
        }
        if (times.isEmpty() && outside != null) {
            throw outside;
        }
        return times;
    }

    /**
     * Reads one time. In the hour that occurs twice in autumn, it is the later instant that is not after the ESM's
     * clock.
     *
     * @throws EsmException if the text does not match a format, is a time that does not exist in the zone, is before
     *     the window, or could be two days of which the window does not tell the right one
     */
    Instant read(String text, AskedWindow asked) throws EsmException {
        return read(Collections.singletonList(text), asked).get(0);
    }

    /** @param others the pattern of the other records; null = not known */
    private Instant instant(TimeMeanings record, String others, AskedWindow asked) throws EsmException {
        List<Instant> possible = record.possible(asked);
        if (possible.size() == 1) {
            return possible.get(0);
        }
        if (record.missing() != null) {
            throw record.missing();
        }
        Set<Instant> instants = record.instants();
        boolean neither = possible.isEmpty();
        if (neither && record.byPattern().containsKey(others)) {
            instants = Set.of(record.byPattern().get(others));
        }
        // Ahead of the clock in every reading, by this much at least. FreshnessCheck judges that.
        Instant first = instants.iterator().next();
        if (neither && instants.stream().noneMatch(asked::isBefore)) {
            return first;
        }
        throw instants.size() == 1
                ? tooOld(record.text(), first, asked)
                : ambiguous(record, asked, neither, instants.stream().allMatch(asked::isBefore));
    }

    /** Returns at least one meaning. */
    private TimeMeanings meanings(String text, AskedWindow asked) throws EsmException {
        if (text == null || text.isBlank()) {
            throw new EsmException(Reason.UNREADABLE, "a record without a time");
        }
        String plain = text.strip();
        boolean utc = plain.endsWith(UTC_MARK);
        String local =
                utc ? plain.substring(0, plain.length() - UTC_MARK.length()).strip() : plain;
        Map<String, Instant> meanings = new LinkedHashMap<>();
        EsmException missing = null;
        for (Map.Entry<String, DateTimeFormatter> format : formats.entrySet()) {
            try {
                LocalDateTime time = LocalDateTime.parse(local, format.getValue());
                meanings.put(format.getKey(), utc ? time.toInstant(ZoneOffset.UTC) : instant(time, plain, asked.now()));
            } catch (DateTimeParseException notThisOne) {
                continue;
            } catch (EsmException noSuchTime) {
                missing = noSuchTime;
            }
        }
        if (!meanings.isEmpty()) {
            return new TimeMeanings(plain, meanings, missing);
        }
        throw missing != null
                ? missing
                : new EsmException(
                        Reason.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "the time '%s' does not have the format %s (key esm.%s.date-format)",
                                shown(plain),
                                String.join(" or ", formats.keySet()),
                                esm));
    }

    private Instant instant(LocalDateTime local, String plain, Instant esmNow) throws EsmException {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new EsmException(
                    Reason.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "the time '%s' does not exist in %s, where clocks are set forward then (wrong zone? key esm.%s.zone)",
                            shown(plain),
                            zone,
                            esm));
        }
        Instant latest = esmNow.plus(AskedWindow.TOLERANCE);
        Instant best = null;
        for (ZoneOffset offset : offsets) {
            Instant instant = local.toInstant(offset);
            if (best == null || isBetter(instant, best, latest)) {
                best = instant;
            }
        }
        return best;
    }

    /** Prefers instants that are not after the clock: the later one of these, otherwise the one that is less ahead. */
    private static boolean isBetter(Instant instant, Instant best, Instant latest) {
        boolean fits = !instant.isAfter(latest);
        boolean bestFits = !best.isAfter(latest);
        return fits == bestFits ? (fits ? instant.isAfter(best) : instant.isBefore(best)) : fits;
    }

    private EsmException tooOld(String text, Instant time, AskedWindow asked) {
        return new EsmException(
                Reason.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "the time '%s' would be %s ago, but %s was requested: esm.%s.zone (%s) or esm.%s.date-format is wrong",
                        shown(text),
                        Ages.words(Duration.between(time, asked.now())),
                        asked.window(),
                        esm,
                        zone,
                        esm),
                Sign.OUTSIDE_WINDOW);
    }

    /**
     * A record may be left out only if it is before the window in every reading: one ahead of the clock would be a
     * finding.
     */
    private EsmException ambiguous(TimeMeanings record, AskedWindow asked, boolean neither, boolean before) {
        return new EsmException(
                Reason.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "the time '%s' can be %s, and %s lies in %s: set esm.%s.date-format, and check esm.%s.zone (%s)",
                        shown(record.text()),
                        String.join(" or ", record.byPattern().keySet()),
                        neither ? "neither" : "more than one",
                        asked.window(),
                        esm,
                        esm,
                        zone),
                before ? Sign.OUTSIDE_WINDOW : Sign.NONE);
    }

    private static String shown(String text) {
        return PlainText.line(text.strip(), 40);
    }
}
