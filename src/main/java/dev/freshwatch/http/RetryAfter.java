package dev.freshwatch.http;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Parses the {@code Retry-After} header (RFC 9110, section 10.2.3). */
public final class RetryAfter {

    /** Longer waits are not honoured. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private RetryAfter() {}

    /**
     * Returns how long to wait: never negative, at most an hour. A date is compared with the sender's clock if the
     * answer contains it, since either clock may be wrong.
     *
     * @param header seconds or an HTTP date; null = header missing
     * @param date   the {@code Date} of the same answer; null = header missing
     * @param now    by our clock
     * @return null if the value cannot be understood
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
            // Sent by the peer: without it, we wait as usual.
            return null;
        }
        Instant sent = HttpDate.read(date, now);
        return bounded(Duration.between(sent == null ? now : sent, until));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
