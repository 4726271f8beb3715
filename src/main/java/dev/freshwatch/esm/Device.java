package dev.freshwatch.esm;

/**
 * A Receiver as listed by the ESM (section 4).
 *
 * @param id      64 bits
 * @param name    sanitized; never null, may be empty
 * @param kind    {@code RECEIVER} or {@code ELMREC}
 * @param enabled null = the ESM did not say
 */
public record Device(long id, String name, String kind, Boolean enabled) {

    boolean isDisabled() {
        return Boolean.FALSE.equals(enabled);
    }

    /** Whether two device ids belong to the same Receiver: bytes 0 to 2 of an id tell (section 4). */
    static boolean sameReceiver(long id, long other) {
        return receiverKey(id) == receiverKey(other);
    }

    /** Returns what the ids of a Receiver and all of its data sources have in common. */
    static long receiverKey(long id) {
        return id >>> 40;
    }
}
