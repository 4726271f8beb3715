package dev.freshwatch.http;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** The {@code Retry-After} header (RFC 9110, section 10.2.3). */
public final class RetryAfter {

    /** A peer that asks for more is not obeyed beyond this. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private RetryAfter() {}

    /**
     * How long to wait: never negative, at most an hour. A date is taken against the clock of the one who wrote it,
     * where the answer tells it: his or ours may be wrong.
     *
     * @param header seconds or an HTTP date; null = not there
     * @param date   the {@code Date} of the same answer; null = not there
     * @param now    by our clock
     * @return null where it says nothing that can be understood
     */
    public static Duration read(String header, String date, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return text.length() > 9 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        Instant until = HttpDate.read(text, now);
        if (until == null) {
            // the header of a stranger: without it we wait as we would anyway
            return null;
        }
        Instant said = HttpDate.read(date, now);
        return bounded(Duration.between(said == null ? now : said, until));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
