package dev.freshwatch.freshness;

import java.time.Duration;
import java.time.Instant;

/** The platform's answer to one {@link Question}. There always is one: a missing answer is {@link Unanswered}. */
public sealed interface Observation {

    /** Returns the cause, in words that do not change while it lasts; null = derived from the detail. */
    default String named() {
        return null;
    }

    /** Returns how long the platform took to answer, by our monotonic clock; null if it was not asked. */
    Duration elapsed();

    /**
     * The newest record.
     *
     * @param lastActivity time of the record according to the platform
     * @param platformNow  the platform's own clock at the time of the answer
     * @param what         what this record is, for people; null = the newest of those that the question asks for
     * @param by           how it was found; null = there is only one way
     */
    record Seen(Instant lastActivity, Instant platformNow, Duration elapsed, String what, FoundBy by)
            implements Observation {

        public Seen(Instant lastActivity, Instant platformNow, Duration elapsed) {
            this(lastActivity, platformNow, elapsed, null, null);
        }

        public Seen(Instant lastActivity, Instant platformNow, Duration elapsed, String what) {
            this(lastActivity, platformNow, elapsed, what, null);
        }

        public Seen(Instant lastActivity, Instant platformNow, Duration elapsed, FoundBy by) {
            this(lastActivity, platformNow, elapsed, null, by);
        }
    }

    /**
     * No record was found.
     *
     * @param lookedBack how far back the widest search went; null if the platform was asked for all its records
     */
    record Nothing(Duration lookedBack, Duration elapsed) implements Observation {}

    /**
     * The platform answered as expected. If the question has limits, they apply to {@code elapsed}: longer than
     * {@code warnAfter} is slow, longer than {@code errorAfter} is down.
     *
     * @param detail one line of plain text about what was found; null = just that it is up
     */
    record Answered(String detail, Duration elapsed) implements Observation {

        public Answered(Duration elapsed) {
            this(null, elapsed);
        }
    }

    /**
     * No answer or a wrong one, for checks that ask whether something is up. For checks that ask about something else,
     * a missing answer is {@link Unanswered}.
     *
     * @param detail one line of plain text without secrets
     * @param named  the cause, in words that do not change while it lasts; null = derived from the detail
     */
    record Down(String detail, String named, Duration elapsed) implements Observation {

        public Down(String detail, Duration elapsed) {
            this(detail, null, elapsed);
        }
    }

    /**
     * It works, with less capacity than it should have.
     *
     * @param detail one line of plain text without secrets
     * @param named  the cause, in words that do not change while it lasts; null = derived from the detail
     */
    record Degraded(String detail, String named, Duration elapsed) implements Observation {

        public Degraded(String detail, Duration elapsed) {
            this(detail, null, elapsed);
        }
    }

    /**
     * Something that expires.
     *
     * @param what       its name for people; null = the question's
     * @param end        when it expires
     * @param now        our own wall clock
     * @param warnBefore how long before the end the warning starts
     */
    record Expiry(String what, Instant end, Instant now, Duration warnBefore, Duration elapsed) implements Observation {

        public Expiry(Instant end, Instant now, Duration warnBefore, Duration elapsed) {
            this(null, end, now, warnBefore, elapsed);
        }
    }

    /**
     * Two clocks, read at the same time.
     *
     * @param platformNow the platform's clock
     * @param watchNow    our own wall clock
     * @param tolerated   how far they may differ
     */
    record Clocks(Instant platformNow, Instant watchNow, Duration tolerated, Duration elapsed) implements Observation {}

    /**
     * A configured device that the platform does not have, or has disabled.
     *
     * @param detail one line of plain text that says which of the two
     */
    record Absent(String detail, Duration elapsed) implements Observation {}

    /**
     * The check could not be judged.
     *
     * @param cause  the reason of the resulting finding
     * @param detail one line of plain text without secrets; any text from the platform in it is already sanitized
     */
    record Unanswered(Reason cause, String detail, Duration elapsed) implements Observation {}
}
