package dev.freshwatch.freshness;

import java.time.Duration;
import java.time.Instant;

/**
 * The judgement on one check. Made by {@link FreshnessCheck} and by nothing else.
 *
 * @param check        the check's id
 * @param subject      who it is about, such as {@code ERC-1}
 * @param name         display name, such as {@code ERC-1 events}
 * @param state        what it came to
 * @param reason       why
 * @param text         one line of plain words without the subject: {@code newest event is 47 min old (limit 20 min)}
 * @param lastActivity when the newest record was made, as the platform says; null where that is not known
 * @param age          lastActivity by the platform's own clock, whole seconds rounded down, never negative; null where
 *                     not known
 * @param limits       the limits in force
 * @param observedAt   our wall clock
 * @param response     how long the platform took; null where it was not asked
 * @param named        what is wrong, in words that stay the same as long as it does; null = the text says it
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
        String named) {

    /** One whose text says what is wrong. */
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

    /** What is wrong: the reason and what is named, without figures. Findings of one cause have the same. */
    public String cause() {
        return named == null ? CauseText.of(reason, text) : reason.word() + ": " + named;
    }

    /** One line of plain words: {@code ERC-1: newest event is 47 min old (limit 20 min)}. */
    public String message() {
        return subject + ": " + text;
    }

    /** The same under the display name: {@code ERC-1 events: newest event is 47 min old (limit 20 min)}. */
    public String headline() {
        return name + ": " + text;
    }
}
