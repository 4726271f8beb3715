package dev.freshwatch.api;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.PlainText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the parameters of a request; none that is not known, and none that cannot be read, is passed over. */
final class ApiParameters {

    private static final int LONGEST = 256;

    /** The last millisecond of the year 9999: later times have no RFC 3339 form. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Map<String, String> query;

    /**
     * @param known the parameters that this request may have
     * @throws BadParameter if it has another one, or one that is longer than a name
     */
    ApiParameters(Map<String, String> query, String... known) throws BadParameter {
        this.query = query;
        TreeSet<String> others = new TreeSet<>(query.keySet());
        for (String name : known) {
            others.remove(name);
        }
        if (!others.isEmpty()) {
            throw new BadParameter(
                    others.first(),
                    "is not known here: " + (known.length == 0 ? "leave it out" : "use " + String.join(", ", known)));
        }
        for (String name : known) {
            if (query.getOrDefault(name, "").length() > LONGEST) {
                throw new BadParameter(name, "is longer than " + LONGEST + " characters");
            }
        }
    }

    /** What a request may not ask for. The one-line message names the parameter and says what to write. */
    static final class BadParameter extends Exception {
        private static final long serialVersionUID = 1L;

        BadParameter(String name, String problem) {
            super(PlainText.line(name, 40) + " " + problem);
        }
    }

    /** Null if it is not given. */
    String text(String name) throws BadParameter {
        String text = query.get(name);
        if (text != null && text.isBlank()) {
            throw new BadParameter(name, "is empty: leave it out, or write what to look for");
        }
        return text;
    }

    /** One of these words; null if it is not given. */
    <T> T oneOf(String name, Map<String, T> words) throws BadParameter {
        String text = text(name);
        if (text != null && !words.containsKey(text)) {
            throw new BadParameter(
                    name,
                    quoted(text) + " is none of "
                            + words.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return text == null ? null : words.get(text);
    }

    /** A whole number from 1 to {@code most}. */
    int number(String name, int most, int otherwise) throws BadParameter {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new BadParameter(name, quoted(text) + " is not a whole number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }

    /** A time as in RFC 3339, or in milliseconds since 1970; {@code otherwise} if it is not given. */
    Instant time(String name, Instant otherwise) throws BadParameter {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            Instant time = text.matches("\\d{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
                return time.truncatedTo(ChronoUnit.MILLIS);
            }
        } catch (DateTimeException e) {
            throw notATime(name, text);
        }
        throw notATime(name, text);
    }

    private static BadParameter notATime(String name, String text) {
        return new BadParameter(
                name, quoted(text) + " is not a time: write 2026-11-20T17:00:00Z, or milliseconds since 1970 in UTC");
    }

    /** A duration such as {@code 5m}; {@code otherwise} if it is not given. */
    Duration duration(String name, Duration otherwise) throws BadParameter {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Texts.duration(text);
        } catch (BadValue e) {
            throw new BadParameter(name, quoted(text) + " " + e.problem() + ": " + e.hint());
        }
    }

    private static String quoted(String text) {
        return "'" + PlainText.line(text, 60) + "'";
    }
}
