package dev.freshwatch.esm;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads times that were not asked for by a window, so that nothing tells day from month, or the first from the second
 * pass of the hour that occurs twice in autumn.
 *
 * @param formats by pattern
 */
record LoneTimes(ZoneId zone, Map<String, DateTimeFormatter> formats) {

    /**
     * Returns all that a text may mean, by pattern. A pattern is left out if the text does not have it, or if it leads to
     * a local time that occurs twice or never.
     */
    Map<String, Instant> read(String text) {
        String plain = text.strip();
        boolean utc = plain.endsWith(EsmTimes.UTC_MARK);
        String local = utc
                ? plain.substring(0, plain.length() - EsmTimes.UTC_MARK.length())
                        .strip()
                : plain;
        Map<String, Instant> meanings = new HashMap<>();
        formats.forEach((pattern, format) -> {
            Instant meaning = read(local, format, utc);
            if (meaning != null) {
                meanings.put(pattern, meaning);
            }
        });
        return meanings;
    }

    private Instant read(String local, DateTimeFormatter format, boolean utc) {
        try {
            LocalDateTime time = LocalDateTime.parse(local, format);
            List<ZoneOffset> offsets =
                    utc ? List.of(ZoneOffset.UTC) : zone.getRules().getValidOffsets(time);
            return offsets.size() == 1 ? time.toInstant(offsets.get(0)) : null;
        } catch (DateTimeParseException anotherPattern) {
            return null;
        }
    }
}
