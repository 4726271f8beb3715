package dev.freshwatch.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The content of the simulated ESM: clock, time zone of the account, devices with their events, alarms. Thread-safe.
 */
public final class Appliance {

    /** The id of the ESM itself. */
    public static final long ESM_ID = 0x0200000000000000L;

    private final InstantSource source;
    private final Map<Long, SimDevice> boxes = new ConcurrentSkipListMap<>();
    private final AlarmBook alarms;
    private volatile Duration skew = Duration.ZERO;
    private volatile int zoneId = ZoneTable.UTC;
    private volatile DateText dateText = DateText.MONTH_DAY_YEAR;

    Appliance(InstantSource source) {
        this.source = source;
        this.alarms = new AlarmBook(this::now);
    }

    /** Returns the time of the ESM's clock. */
    public Instant now() {
        return source.instant().plus(skew);
    }

    /** Sets how far the ESM's clock is ahead of the true time. */
    public Appliance skew(Duration ahead) {
        skew = ahead;
        return this;
    }

    /**
     * Sets the account's zone by the ESM's number; for ids above 77, the id is reported at login and times are written
     * in UTC.
     */
    public Appliance zone(int tzId) {
        zoneId = tzId;
        return this;
    }

    public Appliance dates(DateText format) {
        dateText = format;
        return this;
    }

    int zoneId() {
        return zoneId;
    }

    ZoneId zone() {
        return zoneId < 1 || zoneId > ZoneTable.size() ? ZoneTable.zone(ZoneTable.UTC) : ZoneTable.zone(zoneId);
    }

    /** Returns local text in the zone of the account; an empty text for null. */
    String text(Instant time) {
        return text(time, zone());
    }

    /** Returns local text in another zone; an empty text for null. */
    String text(Instant time, ZoneId zone) {
        return dateText.of(time, zone);
    }

    public AlarmBook alarms() {
        return alarms;
    }

    /** Adds a Receiver with one data source and no events. */
    public SimDevice addReceiver(String name) {
        return add(name, "RECEIVER");
    }

    /** Adds a combined Receiver and ELM. */
    public SimDevice addElmReceiver(String name) {
        return add(name, "ELMREC");
    }

    /** Removes a device, as if an administrator had deleted it. */
    public void remove(SimDevice box) {
        boxes.remove(box.id());
    }

    private synchronized SimDevice add(String name, String type) {
        long number = boxes.keySet().stream()
                        .mapToLong(id -> id >>> 40 & 0xFFFF)
                        .max()
                        .orElse(0)
                + 1;
        SimDevice box = new SimDevice(ESM_ID | number << 40, name, type, this::now).withSource(name + " source");
        boxes.put(box.id(), box);
        return box;
    }

    /** Returns the Receivers of both kinds, by id. */
    public List<SimDevice> receivers() {
        return List.copyOf(boxes.values());
    }

    /** Returns the Receiver with this id; null = none. */
    public SimDevice receiver(long id) {
        return boxes.get(id);
    }

    /** Returns all Receivers, each followed by its data sources. */
    List<SimDevice> all() {
        List<SimDevice> all = new ArrayList<>();
        for (SimDevice box : boxes.values()) {
            all.add(box);
            all.addAll(box.sources());
        }
        return all;
    }

    /** Returns the device and everything below it; for the ESM itself everything. */
    List<SimDevice> subtree(long id) {
        return all().stream()
                .filter(device ->
                        id == ESM_ID || device.id() == id || boxes.containsKey(id) && device.id() >>> 40 == id >>> 40)
                .toList();
    }
}
