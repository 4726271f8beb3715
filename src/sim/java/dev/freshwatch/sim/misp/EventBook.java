package dev.freshwatch.sim.misp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The events of a simulated MISP, all visible to every key. Does not grow by itself. Thread-safe. */
public final class EventBook {

    private final InstantSource clock;
    private final List<MispEvent> events = new ArrayList<>();
    private Duration every;
    private Instant stoppedAt;

    EventBook(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds an event that was changed and published this long ago; negative = ahead of the clock. */
    public EventBook published(Duration age) {
        Instant time = clock.instant().minus(age);
        return add(time, time, true);
    }

    /** Adds an event that was never published. */
    public EventBook unpublished(Duration age) {
        return add(clock.instant().minus(age), null, false);
    }

    /** Adds an event that was published this long ago and edited later. */
    public EventBook edited(Duration publishedAge, Duration editedAge) {
        Instant now = clock.instant();
        return add(now.minus(editedAge), now.minus(publishedAge), false);
    }

    private synchronized EventBook add(Instant timestamp, Instant published, boolean open) {
        long id = events.size() + 1L;
        UUID uuid = UUID.nameUUIDFromBytes(("event " + id).getBytes(StandardCharsets.UTF_8));
        events.add(new MispEvent(id, uuid, "event " + id, timestamp, published, open));
        return this;
    }

    /** Republishes the newest event at this interval; adds one if there is none. */
    public synchronized EventBook live(Duration period) {
        every = period;
        stoppedAt = null;
        return events.isEmpty() ? published(Duration.ZERO) : this;
    }

    /** Stops publishing. */
    public synchronized EventBook stop() {
        stoppedAt = stoppedAt == null ? clock.instant() : stoppedAt;
        return this;
    }

    /** Resumes publishing. */
    public synchronized EventBook resume() {
        stoppedAt = null;
        return this;
    }

    /** Removes all events and stops publishing. */
    public synchronized EventBook clear() {
        events.clear();
        every = null;
        return this;
    }

    /** Returns the events by id. */
    synchronized List<MispEvent> all() {
        List<MispEvent> all = new ArrayList<>(events);
        if (every != null) {
            Instant now = stoppedAt == null ? clock.instant() : stoppedAt;
            Instant last = Instant.ofEpochMilli(now.toEpochMilli() - now.toEpochMilli() % every.toMillis());
            MispEvent newest = all.remove(all.size() - 1);
            all.add(new MispEvent(newest.id(), newest.uuid(), newest.info(), last, last, true));
        }
        return all;
    }

    Instant now() {
        return clock.instant();
    }
}
