package dev.freshwatch.sim;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The triggered alarms of the simulated ESM: explicit ones, and a stream. Thread-safe. */
public final class AlarmBook {

    private static final int MOST = 5000;

    /**
     * A triggered alarm.
     *
     * @param assignee     null = the user who asks
     * @param acknowledged time of acknowledgement; null = not acknowledged
     */
    public record Alarm(long id, String name, Instant triggered, String assignee, Instant acknowledged) {}

    private final Feed stream;
    private final List<Alarm> single = new ArrayList<>();
    private long lastId = 1000;

    AlarmBook(InstantSource clock) {
        stream = new Feed(clock);
    }

    /** Returns the stream of unacknowledged alarms that are assigned to the asking user; explicit times or live. */
    public Feed stream() {
        return stream;
    }

    /** Adds one alarm. */
    public synchronized AlarmBook add(String name, Instant triggered, String assignee, Instant acknowledged) {
        single.add(new Alarm(++lastId, name, triggered, assignee, acknowledged));
        return this;
    }

    /**
     * Returns alarms, newest first.
     *
     * @param acknowledged null = both
     */
    synchronized List<Alarm> find(TimeRange range, String assignee, boolean assigneeIsAsking, Boolean acknowledged) {
        Stream<Alarm> explicit = single.stream()
                .filter(alarm -> alarm.assignee() == null
                        ? assigneeIsAsking
                        : alarm.assignee().equals(assignee))
                .filter(alarm -> !alarm.triggered().isBefore(range.from())
                        && alarm.triggered().isBefore(range.to()));
        Stream<Alarm> streamed = assigneeIsAsking
                ? stream.newest(range, MOST).stream()
                        .map(time -> new Alarm(time.toEpochMilli(), "Field match", time, null, null))
                : Stream.empty();
        return Stream.concat(explicit, streamed)
                .filter(alarm -> acknowledged == null || acknowledged == (alarm.acknowledged() != null))
                .sorted(Comparator.comparing(Alarm::triggered).reversed())
                .limit(MOST)
                .toList();
    }
}
