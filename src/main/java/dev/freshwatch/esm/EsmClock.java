package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.platform.Deadline;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reading of the ESM's clock. It advances with our monotonic clock, so that a slow cycle judges its last record as
 * accurately as its first.
 *
 * @param esmTime the ESM's clock
 * @param atNanos our monotonic clock at that time: the middle of the call
 */
record EsmClock(Instant esmTime, long atNanos) {

    private static final String COMMAND = "essmgtGetESSTime";
    private static final Duration USABLE = Duration.ofHours(1);
    /** GMT with a fraction of any length and an offset in one of three forms (section 3). */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,30}))?(?:Z|([+-]\\d{2}):?(\\d{2}))");

    static EsmClock read(EsmSession session, Deadline deadline) throws EsmException {
        EsmReply reply = session.read(EsmCall.of(COMMAND), deadline);
        long middle = reply.sentNanos() + (reply.doneNanos() - reply.sentNanos()) / 2;
        return new EsmClock(parse(reply.json()), middle);
    }

    static Instant parse(JsonNode json) throws EsmException {
        String text = json.isObject() ? json.path("value").textValue() : json.textValue();
        Matcher matcher = TIME.matcher(text == null ? "" : text.strip());
        if (!matcher.matches()) {
            throw EsmJson.unreadable(COMMAND, "not a time: '" + PlainText.line(text, 40) + "'");
        }
        String fraction = matcher.group(2) == null
                ? ""
                : "."
                        + matcher.group(2)
                                .substring(0, Math.min(9, matcher.group(2).length()));
        String offset = matcher.group(3) == null ? "Z" : matcher.group(3) + ":" + matcher.group(4);
        try {
            return OffsetDateTime.parse(matcher.group(1) + fraction + offset).toInstant();
        } catch (DateTimeException e) {
            throw EsmJson.unreadable(COMMAND, "not a time: '" + PlainText.line(text, 40) + "'");
        }
    }

    /** Returns the ESM's time at this reading of our monotonic clock. */
    Instant at(long nanos) {
        return esmTime.plusNanos(nanos - atNanos);
    }

    /** Whether it may still be used if no newer reading is available. */
    boolean isUsable(long nowNanos) {
        return nowNanos - atNanos <= USABLE.toNanos();
    }
}
