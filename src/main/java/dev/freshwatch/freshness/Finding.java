package dev.freshwatch.freshness;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of judging one check. Only {@link FreshnessCheck} makes findings of platforms.
 *
 * @param check        the check's id
 * @param subject      what the finding is about, such as {@code ERC-1}
 * @param name         display name, such as {@code ERC-1 events}
 * @param state        the resulting state
 * @param reason       why the check has this state
 * @param text         one line of plain text without the subject: {@code newest event is 47 min old (limit 20 min)}
 * @param lastActivity time of the newest record according to the platform; null if not known
 * @param age          age of lastActivity by the platform's own clock, in whole seconds rounded down, never negative;
 *                     null if not known
 * @param limits       the limits in force
 * @param observedAt   time of the observation, by our wall clock
 * @param response     how long the platform took to answer; null if it was not asked
 * @param named        the cause, in words that do not change while it lasts; null = derived from the text
 * @param foundBy      how lastActivity was found; null if there is only one way, or none was found
 */
public record Finding(
        CheckId check,
        String subject,
        String name,
        State state,
        Reason reason,
        String text,
        Instant lastActivity,
        Duration age,
        Limits limits,
        Instant observedAt,
        Duration response,
        String named,
        FoundBy foundBy) {

    /** A finding for which there is only one way to find it. */
    public Finding(
            CheckId check,
            String subject,
            String name,
            State state,
            Reason reason,
            String text,
            Instant lastActivity,
            Duration age,
            Limits limits,
            Instant observedAt,
            Duration response,
            String named) {
        this(check, subject, name, state, reason, text, lastActivity, age, limits, observedAt, response, named, null);
    }

    /** A finding whose cause is derived from its text. */
    public Finding(
            CheckId check,
            String subject,
            String name,
            State state,
            Reason reason,
            String text,
            Instant lastActivity,
            Duration age,
            Limits limits,
            Instant observedAt,
            Duration response) {
        this(check, subject, name, state, reason, text, lastActivity, age, limits, observedAt, response, null);
    }

    /**
     * Returns the cause: the reason, and what is wrong without figures. Equal for findings that have the same cause.
     */
    public String cause() {
        return named == null ? CauseText.of(reason, text) : reason.word() + ": " + named;
    }

    /** Returns one line of plain text: {@code ERC-1: newest event is 47 min old (limit 20 min)}. */
    public String message() {
        return subject + ": " + text;
    }

    /**
     * Returns the same line, with the display name: {@code ERC-1 events: newest event is 47 min old (limit 20 min)}.
     */
    public String headline() {
        return name + ": " + text;
    }
}
