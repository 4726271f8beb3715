package dev.freshwatch.misp;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The audit of healing, kept over restarts. What cannot be written down is not done: its methods fail then. */
public interface HealLog {

    /** What came of an attempt. */
    enum Outcome {
        /** The call is made or about to be; nobody has looked yet. */
        ATTEMPTED,
        /** A look afterwards found all queues good. */
        PROVEN,
        /** The call was refused or lost, or a look afterwards found them bad, or could not tell. */
        FAILED,
        /** No call: only what would have been done. */
        DRY_RUN,
        /** No call: there are none left for this episode. */
        GIVEN_UP;

        /** As it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Outcome of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        boolean isCall() {
            return this == ATTEMPTED || this == PROVEN || this == FAILED;
        }
    }

    /**
     * One row.
     *
     * @param at      our wall clock, before the call
     * @param episode the id of the problem that it is about
     * @param what    the call
     * @param detail  one line of plain words
     */
    record Attempt(String id, Instant at, String misp, String episode, String what, Outcome outcome, String detail) {}

    /** The attempts from this time on, the oldest first. */
    List<Attempt> since(String misp, Instant when);

    void write(Attempt attempt);

    void settle(String id, Outcome outcome, String detail);
}
