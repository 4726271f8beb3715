package dev.freshwatch.freshness;

/**
 * What is asked in this cycle. Made from configuration before anything is called, so that an answer that never comes
 * is still a finding.
 *
 * @param check   the check's id
 * @param subject who the message is about, as people know it: a Receiver's or an ESM's name. Text from a platform is
 *                cleaned by {@link PlainText} before it comes here
 * @param what    what is looked at: {@code session}, {@code clock}, {@code alarms}, {@code events}
 * @param limits  the limits in force, never null
 */
public record Question(CheckId check, String subject, String what, Limits limits) {

    /** The display name, such as {@code ERC-1 events}. */
    public String name() {
        return subject + " " + what;
    }
}
