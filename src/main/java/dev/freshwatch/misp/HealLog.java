package dev.freshwatch.misp;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The audit of healing, kept across restarts. Nothing may be done that cannot be recorded: the methods throw then. */
public interface HealLog {

    /** The result of an attempt. */
    enum Outcome {
        /** The call was made or is about to be; its effect has not been checked yet. */
        ATTEMPTED,
        /** A later check found all queues good. */
        PROVEN,
        /** The call was refused or lost, or a later check found the queues bad or could not judge them. */
        FAILED,
        /** No call: only a record of what would have been done. */
        DRY_RUN,
        /** No call: none are left for this episode. */
        GIVEN_UP;

        /** Returns the stored form. */
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
     * @param at      time before the call, by our wall clock
     * @param episode the id of the problem that it is about
     * @param what    the call
     * @param detail  one line of plain text
     */
    record Attempt(String id, Instant at, String misp, String episode, String what, Outcome outcome, String detail) {}

    /** Returns the attempts from this time on, oldest first. */
    List<Attempt> since(String misp, Instant when);

    void write(Attempt attempt);

    void settle(String misp, String id, Outcome outcome, String detail);
}
