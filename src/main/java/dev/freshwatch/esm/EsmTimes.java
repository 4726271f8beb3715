package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings.DateOrder;
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
import java.util.List;
import java.util.Locale;

/**
 * Reads the times of alarms and events: local text in the account's zone, without offset (section 3). Only explicit
 * formats: a guess would take 08/11 for August 11.
 */
final class EsmTimes {

    /** The ESM's times are whole seconds, and its clock is read a little apart from them. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final String UTC_MARK = "(GMT)";

    private final String esm;
    private final ZoneId zone;
    private final List<String> patterns;
    private final List<DateTimeFormatter> formats;

    EsmTimes(String esm, ZoneId zone, DateOrder order) {
        this.esm = esm;
        this.zone = zone;
        this.patterns = switch (order) {
            case AUTO -> List.of("MM/dd/yyyy", "yyyy/MM/dd");
            case MONTH_DAY_YEAR -> List.of("MM/dd/yyyy");
            case DAY_MONTH_YEAR -> List.of("dd/MM/yyyy");
            case YEAR_MONTH_DAY -> List.of("yyyy/MM/dd");
        };
        this.formats = patterns.stream()
                .map(pattern -> DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu") + " HH:mm:ss", Locale.ROOT)
                        .withResolverStyle(ResolverStyle.STRICT))
                .toList();
    }

    ZoneId zone() {
        return zone;
    }

    /**
     * The instant that a text means. In the hour that occurs twice in autumn that is the later instant which is not
     * after the ESM's clock.
     *
     * @param esmNow the ESM's clock
     * @throws EsmTrouble where the text does not fit a format, or names a time that does not exist in the zone
     */
    Instant read(String text, Instant esmNow) throws EsmTrouble {
        if (text == null || text.isBlank()) {
            throw new EsmTrouble(Reason.UNREADABLE, "a record without a time");
        }
        String plain = text.strip();
        if (plain.endsWith(UTC_MARK)) {
            return local(plain.substring(0, plain.length() - UTC_MARK.length()).strip(), text)
                    .toInstant(ZoneOffset.UTC);
        }
        LocalDateTime local = local(plain, text);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new EsmTrouble(
                    Reason.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "the time '%s' does not exist in %s, where clocks are put forward then (wrong zone? key esm.%s.zone)",
                            PlainText.line(plain, 40),
                            zone,
                            esm));
        }
        Instant latest = esmNow.plus(TOLERANCE);
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

    private LocalDateTime local(String plain, String shown) throws EsmTrouble {
        for (DateTimeFormatter format : formats) {
            try {
                return LocalDateTime.parse(plain, format);
            } catch (DateTimeParseException notThisOne) {
                continue;
            }
        }
        throw new EsmTrouble(
                Reason.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "the time '%s' is not written as %s (key esm.%s.date-format)",
                        PlainText.line(shown, 40),
                        String.join(" or ", patterns),
                        esm));
    }
}
