package dev.freshwatch.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the three date formats of HTTP headers (RFC 9110, section 5.6.7). */
final class HttpDate {

    private static final String TIME = "(?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})";
    private static final List<Pattern> FORMS = List.of(
            // Sun, 06 Nov 1994 08:49:37 GMT
            form("[a-z]{3}, (?<day>[0-9]{1,2}) (?<month>[a-z]{3}) (?<year>[0-9]{4}) " + TIME + " (?:gmt|utc|[+-]0000)"),
            // Sunday, 06-Nov-94 08:49:37 GMT
            form("[a-z]{6,9}, (?<day>[0-9]{2})-(?<month>[a-z]{3})-(?<year>[0-9]{2}) " + TIME + " (?:gmt|utc)"),
            // Sun Nov  6 08:49:37 1994
            form("[a-z]{3} (?<month>[a-z]{3}) (?<day>[ 0-9][0-9]) " + TIME + " (?<year>[0-9]{4})"));
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private HttpDate() {}

    private static Pattern form(String form) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE);
    }

    /**
     * Parses a date.
     *
     * @param text as received; null = header missing
     * @param now  determines the century of a two-digit year: at most 50 years ahead
     * @return null if it is not a date
     */
    static Instant read(String text, Instant now) {
        if (text == null) {
            return null;
        }
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(text.strip());
            if (found.matches()) {
                return instant(found, now);
            }
        }
        return null;
    }

    private static Instant instant(Matcher found, Instant now) {
        int month = MONTHS.indexOf(found.group("month").toLowerCase(Locale.ROOT)) + 1;
        int day = Integer.parseInt(found.group("day").strip());
        int year = Integer.parseInt(found.group("year"));
        if (found.group("year").length() == 2) {
            int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
            year += thisYear - thisYear % 100;
            year = year > thisYear + 50 ? year - 100 : year;
        }
        try {
            return Instant.parse(
                    String.format(Locale.ROOT, "%04d-%02d-%02dT%sZ", year, month, day, found.group("time")));
        } catch (DateTimeException e) {
            // A date that does not exist, sent by the peer.
            return null;
        }
    }
}
