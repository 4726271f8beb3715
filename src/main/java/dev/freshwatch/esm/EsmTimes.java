package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.esm.EsmTrouble.Sign;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the times of alarms and events: local text in the account's zone, without offset (section 3). Only explicit
 * formats: a guess would take 08/11 for August 11. What day and month are is told by the window that was asked for, and
 * what lies before that window is not believed: the zone or the format is wrong then.
 */
final class EsmTimes {

    private static final String UTC_MARK = "(GMT)";

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

    /**
     * The instants that these texts mean, in their order. What lies before the window is left out where another record
     * does not.
     *
     * @throws EsmTrouble where a text can not be read, or all records lie before the window
     */
    List<Instant> read(List<String> texts, AskedWindow asked) throws EsmTrouble {
        List<Instant> times = new ArrayList<>();
        EsmTrouble outside = null;
        for (String text : texts) {
            try {
                times.add(read(text, asked));
            } catch (EsmTrouble trouble) {
                if (trouble.sign() != Sign.OUTSIDE_WINDOW) {
                    throw trouble;
                }
                outside = outside == null ? trouble : outside;
            }
        }
        if (times.isEmpty() && outside != null) {
            throw outside;
        }
        return times;
    }

    /**
     * The instant that a text means. In the hour that occurs twice in autumn that is the later instant which is not
     * after the ESM's clock.
     *
     * @throws EsmTrouble where the text does not fit a format, names a time that does not exist in the zone, lies before
     *                    the window, or can be two days of which the window does not tell the right one
     */
    Instant read(String text, AskedWindow asked) throws EsmTrouble {
        if (text == null || text.isBlank()) {
            throw new EsmTrouble(Reason.UNREADABLE, "a record without a time");
        }
        Map<Instant, String> meanings = meanings(text.strip(), asked);
        List<Instant> possible =
                meanings.keySet().stream().filter(asked::mayHold).toList();
        if (possible.size() == 1) {
            return possible.get(0);
        }
        if (meanings.size() > 1) {
            throw ambiguous(text, meanings, asked, possible.isEmpty());
        }
        Instant only = meanings.keySet().iterator().next();
        if (asked.isBefore(only)) {
            throw tooOld(text, only, asked);
        }
        return only;
    }

    /** All that a text can mean, with the pattern for each; never empty. */
    private Map<Instant, String> meanings(String plain, AskedWindow asked) throws EsmTrouble {
        boolean utc = plain.endsWith(UTC_MARK);
        String local =
                utc ? plain.substring(0, plain.length() - UTC_MARK.length()).strip() : plain;
        Map<Instant, String> meanings = new LinkedHashMap<>();
        EsmTrouble missing = null;
        for (Map.Entry<String, DateTimeFormatter> format : formats.entrySet()) {
            try {
                LocalDateTime time = LocalDateTime.parse(local, format.getValue());
                meanings.putIfAbsent(
                        utc ? time.toInstant(ZoneOffset.UTC) : instant(time, plain, asked.now()), format.getKey());
            } catch (DateTimeParseException notThisOne) {
                continue;
            } catch (EsmTrouble noSuchTime) {
                missing = noSuchTime;
            }
        }
        if (!meanings.isEmpty()) {
            return meanings;
        }
        throw missing != null
                ? missing
                : new EsmTrouble(
                        Reason.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "the time '%s' is not written as %s (key esm.%s.date-format)",
                                shown(plain),
                                String.join(" or ", formats.keySet()),
                                esm));
    }

    private Instant instant(LocalDateTime local, String plain, Instant esmNow) throws EsmTrouble {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new EsmTrouble(
                    Reason.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "the time '%s' does not exist in %s, where clocks are put forward then (wrong zone? key esm.%s.zone)",
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

    /** Not after the clock comes first; among those the later one, else the one that is less ahead. */
    private static boolean isBetter(Instant instant, Instant best, Instant latest) {
        boolean fits = !instant.isAfter(latest);
        boolean bestFits = !best.isAfter(latest);
        return fits == bestFits ? (fits ? instant.isAfter(best) : instant.isBefore(best)) : fits;
    }

    private EsmTrouble tooOld(String text, Instant time, AskedWindow asked) {
        return new EsmTrouble(
                Reason.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "the time '%s' would be %s ago, and %s was asked for: esm.%s.zone (%s) or esm.%s.date-format is wrong",
                        shown(text),
                        Ages.words(Duration.between(time, asked.now())),
                        asked.window(),
                        esm,
                        zone,
                        esm),
                Sign.OUTSIDE_WINDOW);
    }

    private EsmTrouble ambiguous(String text, Map<Instant, String> meanings, AskedWindow asked, boolean neither) {
        return new EsmTrouble(
                Reason.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "the time '%s' can be %s, and %s lies in %s, which was asked for: write esm.%s.date-format, and see esm.%s.zone (%s)",
                        shown(text),
                        String.join(" or ", meanings.values()),
                        neither ? "neither" : "more than one",
                        asked.window(),
                        esm,
                        esm,
                        zone),
                neither ? Sign.OUTSIDE_WINDOW : Sign.NONE);
    }

    private static String shown(String text) {
        return PlainText.line(text.strip(), 40);
    }
}
