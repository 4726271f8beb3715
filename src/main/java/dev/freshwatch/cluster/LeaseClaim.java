package dev.freshwatch.cluster;

import java.time.Instant;

/**
 * A lease as it was seen when something was decided about it: if it is another one by then, nothing is done.
 *
 * @param expiresAt  as it was seen
 * @param overdue    take it although the database's clock says that it has not expired: that clock was set back
 */
record LeaseClaim(String namespace, long fence, Instant expiresAt, boolean overdue) {

    static LeaseClaim of(Lease lease, boolean overdue) {
        return new LeaseClaim(lease.namespace(), lease.fence(), lease.expiresAt(), overdue);
    }
}
