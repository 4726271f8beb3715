package dev.freshwatch.freshness;

/**
 * What a check asks in this cycle. Built from the configuration before any call is made, so that even a missing answer
 * becomes a finding.
 *
 * @param check   the check's id
 * @param subject what the message is about, as people know it: the name of a Receiver or an ESM. Text from a platform
 *                must already be sanitized by {@link PlainText}
 * @param what    what is checked: {@code session}, {@code clock}, {@code alarms}, {@code events}
 * @param limits  the limits in force, never null
 */
public record Question(CheckId check, String subject, String what, Limits limits) {

    /** Returns the display name, such as {@code ERC-1 events}; what is its own subject is named once. */
    public String name() {
        return subject.equals(what) ? subject : subject + " " + what;
    }
}
