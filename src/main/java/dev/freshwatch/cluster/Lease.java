package dev.freshwatch.cluster;

import java.time.Instant;
import java.util.Locale;

/**
 * A row of {@code cluster_lease}: who does what, for how long. All times are those of the database's clock.
 *
 * @param namespace   what is done: a platform such as {@code esm/soc}, or another of {@link Namespaces}
 * @param holder      the node that does it; null = nobody
 * @param incarnation the start of that node; null = nobody
 * @param fence       grows whenever the lease changes hands
 * @param expiresAt   when others may take it, unless the holder renews it; the epoch if nobody holds it
 * @param since       since when the holder has it, or nobody has it
 * @param cause       why it changed hands
 * @param previous    the node that had it before; null = none
 */
public record Lease(
        String namespace,
        String holder,
        String incarnation,
        long fence,
        Instant expiresAt,
        Instant since,
        Cause cause,
        String previous) {

    /** Why a lease changed hands. */
    public enum Cause {
        /** Nobody had it before. */
        NEW,
        /** Its holder did not renew it: killed, frozen, or cut off. */
        EXPIRED,
        /** Its holder was stopped in good order. */
        LEFT,
        /** Its holder had more than its share. */
        SHARED,
        /** Its holder's configuration does not have it any more. */
        DROPPED,
        /** Its holder hung, although it was there. */
        HUNG;

        /** As in the database, in JSON and in metrics: {@code expired}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Cause of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether somebody has it, expired or not. */
    public boolean isHeld() {
        return holder != null;
    }

    boolean isOf(Member member) {
        return member.node().equals(holder) && member.incarnation().equals(incarnation);
    }
}
