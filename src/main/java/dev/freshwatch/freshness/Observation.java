package dev.freshwatch.freshness;

import java.time.Duration;
import java.time.Instant;

/** What the platform answered to one {@link Question}. There is always one: a missing answer is {@link Unanswered}. */
public sealed interface Observation {

    /** What is wrong, in words that stay the same as long as it does; null = the detail says it. */
    default String named() {
        return null;
    }

    /** How long the platform took to answer, by our monotonic clock; null where nothing was asked of it. */
    Duration elapsed();

    /**
     * The newest record.
     *
     * @param lastActivity when it was made, as the platform says
     * @param platformNow  the platform's own clock at the moment of the answer
     */
    record Seen(Instant lastActivity, Instant platformNow, Duration elapsed) implements Observation {}

    /**
     * No record, although it was looked for.
     *
     * @param lookedBack how far back the widest look went; null where the platform was asked for all there is
     */
    record Nothing(Duration lookedBack, Duration elapsed) implements Observation {}

    /**
     * The platform answered as it should. Where the question has limits they are for {@code elapsed}: later than {@code
     * warnAfter} is slow, later than {@code errorAfter} is down.
     *
     * @param detail one line of plain words that says what there is; null = that it is up
     */
    record Answered(String detail, Duration elapsed) implements Observation {

        public Answered(Duration elapsed) {
            this(null, elapsed);
        }
    }

    /**
     * Asked, and not there: no answer, or a wrong one. For what is asked whether it is there; where it is asked for
     * something else, a missing answer is {@link Unanswered}.
     *
     * @param detail one line of plain words without secrets
     * @param named  what is wrong, in words that stay the same as long as it does; null = the detail says it
     */
    record Down(String detail, String named, Duration elapsed) implements Observation {

        public Down(String detail, Duration elapsed) {
            this(detail, null, elapsed);
        }
    }

    /**
     * There, with less than it should have.
     *
     * @param detail one line of plain words without secrets
     * @param named  what is wrong, in words that stay the same as long as it does; null = the detail says it
     */
    record Degraded(String detail, String named, Duration elapsed) implements Observation {

        public Degraded(String detail, Duration elapsed) {
            this(detail, null, elapsed);
        }
    }

    /**
     * Something that ends.
     *
     * @param what       as people call it; null = what the question calls it
     * @param end        when
     * @param now        our own wall clock
     * @param warnBefore a warning from so long before the end on
     */
    record Expiry(String what, Instant end, Instant now, Duration warnBefore, Duration elapsed) implements Observation {

        public Expiry(Instant end, Instant now, Duration warnBefore, Duration elapsed) {
            this(null, end, now, warnBefore, elapsed);
        }
    }

    /**
     * Two clocks, read at the same moment.
     *
     * @param platformNow  what the platform's clock showed
     * @param watchNow our own wall clock
     * @param tolerated how far they may be apart
     */
    record Clocks(Instant platformNow, Instant watchNow, Duration tolerated, Duration elapsed) implements Observation {}

    /**
     * A configured device that is not there to be asked.
     *
     * @param detail one line of plain words that says how it is missing
     */
    record Absent(String detail, Duration elapsed) implements Observation {}

    /**
     * Could not be judged.
     *
     * @param cause  the reason that the finding gets
     * @param detail one line of plain words without secrets; text from the platform in it is already cleaned
     */
    record Unanswered(Reason cause, String detail, Duration elapsed) implements Observation {}
}
