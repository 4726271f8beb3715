package dev.freshwatch.esm;

/**
 * A Receiver as the ESM lists it (section 4).
 *
 * @param id      64 bits
 * @param name    cleaned; never null, may be empty
 * @param kind    {@code RECEIVER} or {@code ELMREC}
 * @param enabled null = the ESM did not tell
 */
public record Device(long id, String name, String kind, Boolean enabled) {

    boolean isDisabled() {
        return Boolean.FALSE.equals(enabled);
    }

    /** Whether this device's number and another's are those of one Receiver: bytes 0 to 2 of an id tell (section 4). */
    static boolean sameReceiver(long id, long other) {
        return id >>> 40 == other >>> 40;
    }
}
