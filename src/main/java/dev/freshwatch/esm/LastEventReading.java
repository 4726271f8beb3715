package dev.freshwatch.esm;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What one answer about the last events of all devices says of each Receiver.
 *
 * @param asked    the ESM's clock when it was asked
 * @param answered the ESM's clock when the answer was complete
 * @param elapsed  duration of the call
 * @param claims   the newest event by Receiver, for each order of day and month in which its rows can be read
 */
record LastEventReading(Instant asked, Instant answered, Duration elapsed, Map<Long, Map<String, Instant>> claims) {

    /**
     * Finds the newest event of each Receiver: of the Receiver itself and of its data sources. Whether the row of a
     * Receiver already means its data sources is not known (section 7), and makes no difference then. A Receiver without
     * a row of its own, or with one that cannot be read, has no claims; rows of data sources that cannot be read are
     * ignored.
     *
     * @param rows by device
     */
    static Map<Long, Map<String, Instant>> newest(
            Collection<Long> receivers, Map<Long, LastEventRow> rows, LoneTimes times) {
        Map<Long, Map<String, Instant>> claims = new HashMap<>();
        Map<Long, Long> byKey = new HashMap<>();
        for (Long receiver : receivers) {
            LastEventRow own = rows.get(receiver);
            if (own != null) {
                Map<String, Instant> meanings = times.read(own.lastEvent());
                if (own.isNever() || !meanings.isEmpty()) {
                    claims.put(receiver, meanings);
                    byKey.put(Device.receiverKey(receiver), receiver);
                }
            }
        }
        rows.forEach((device, row) -> {
            Long receiver = byKey.get(Device.receiverKey(device));
            if (receiver != null && !receiver.equals(device)) {
                boolean never = rows.get(receiver).isNever();
                Map<String, Instant> found = claims.get(receiver);
                times.read(row.lastEvent()).forEach((pattern, time) -> {
                    // An account has one order: what does not fit the Receiver's own row is not it.
                    if (never || found.containsKey(pattern)) {
                        found.merge(pattern, time, (one, other) -> one.isAfter(other) ? one : other);
                    }
                });
            }
        });
        return claims;
    }

    /** Returns what is claimed of a Receiver; empty if nothing is. */
    Map<String, Instant> of(long receiver) {
        return claims.getOrDefault(receiver, Map.of());
    }
}
