package dev.freshwatch.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How the simulated ESM answers the calls for the last events of all devices (esm.md section 7), of which little is
 * known. May be changed at any time; applies from the next request on.
 */
public final class BulkBehaviour {

    /** Which of the calls exist. */
    public enum Offer {
        V2,
        PRIVATE,
        NONE
    }

    /** What the row of a Receiver means. */
    public enum ReceiverRow {
        /** The newest event of the Receiver and its data sources. */
        SUBTREE,
        /** The newest event of the box itself: a day old in this simulation, whatever its sources do. */
        BOX
    }

    /**
     * A row.
     *
     * @param lastEvent null = never
     * @param text      written instead of the time; null = the time
     * @param width     number of columns of the private call; 5 is right
     */
    public record Row(String name, String type, Instant lastEvent, String text, int width) {

        Row at(Instant time) {
            return new Row(name, type, time, null, width);
        }
    }

    /** What becomes of the right row of a device. */
    public interface Quirk {

        /** @param now the ESM's clock */
        List<Row> rows(Row right, Instant now);
    }

    volatile Offer offer = Offer.V2;
    volatile ReceiverRow receiverRow = ReceiverRow.SUBTREE;
    volatile Duration lag = Duration.ZERO;
    volatile ZoneId zone;
    private final Map<Long, Quirk> quirks = new ConcurrentHashMap<>();
    private final List<Row> strangers = new CopyOnWriteArrayList<>();

    BulkBehaviour() {}

    public BulkBehaviour offer(Offer offered) {
        offer = offered;
        return this;
    }

    public BulkBehaviour receiverRow(ReceiverRow meaning) {
        receiverRow = meaning;
        return this;
    }

    /** Sets how long an event takes to appear in the rows, while queries find it at once. */
    public BulkBehaviour lag(Duration behind) {
        lag = behind;
        return this;
    }

    /** Sets the zone of the rows' times; null = that of the account, like all other times. */
    public BulkBehaviour zone(ZoneId other) {
        zone = other;
        return this;
    }

    /** Sets what becomes of the row of a device; null = nothing special. */
    public BulkBehaviour quirk(long deviceId, Quirk quirk) {
        if (quirk == null) {
            quirks.remove(deviceId);
        } else {
            quirks.put(deviceId, quirk);
        }
        return this;
    }

    /** Adds the row of a device that is in no list. */
    public BulkBehaviour stranger(String name, Instant lastEvent) {
        strangers.add(new Row(name, "Linux", lastEvent, null, 5));
        return this;
    }

    List<Row> strangers() {
        return List.copyOf(strangers);
    }

    List<Row> rows(long deviceId, Row right, Instant now) {
        Quirk quirk = quirks.get(deviceId);
        return quirk == null ? List.of(right) : quirk.rows(right, now);
    }

    /** The row is not there. */
    public static Quirk missing() {
        return (right, now) -> List.of();
    }

    /** The row is there, and once more with a time of this age. */
    public static Quirk doubled(Duration age) {
        return (right, now) -> List.of(right, right.at(now.minus(age)));
    }

    /** The row says never. */
    public static Quirk never() {
        return (right, now) -> List.of(right.at(null));
    }

    /** The row claims an event of this age, whatever happens; negative = ahead of the clock. */
    public static Quirk claims(Duration age) {
        return (right, now) -> List.of(right.at(now.minus(age)));
    }

    /** The row has this text where the time should be. */
    public static Quirk text(String instead) {
        return (right, now) -> List.of(new Row(right.name(), right.type(), null, instead, right.width()));
    }

    /** The row has another number of columns, where columns have no names. */
    public static Quirk width(int columns) {
        return (right, now) -> List.of(new Row(right.name(), right.type(), right.lastEvent(), null, columns));
    }
}
