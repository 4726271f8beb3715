package dev.freshwatch.health;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.outbox.SinkBacklog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Tracks backlog and failures of sinks, so that nobody has to query the store. */
public final class SinkWatch {

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile Collection<String> sinks;
    private final Map<String, Long> failingSince = new HashMap<>();
    private Map<String, SinkBacklog> backlog = Map.of();

    /** @param sinks the enabled sinks */
    public SinkWatch(InstantSource clock, LongSupplier nanoTime, Collection<String> sinks) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sinks = List.copyOf(sinks);
    }

    /** Tracks these sinks from now on, and forgets the others. */
    public synchronized void track(Collection<String> enabled) {
        sinks = List.copyOf(enabled);
        failingSince.keySet().retainAll(sinks);
    }

    /**
     * The queue of a sink.
     *
     * @param oldest how long the oldest notice has been waiting; zero if none is
     */
    public record Queue(long pending, Duration oldest) {}

    /** An attempt ended without the sink accepting or refusing the notice. */
    public synchronized void failed(String sink) {
        failingSince.putIfAbsent(sink, nanoTime.getAsLong());
    }

    /** The sink answered: it accepted or permanently refused a notice. */
    public synchronized void answered(String sink) {
        failingSince.remove(sink);
    }

    /** Another process delivers to it from now on, so it is not known any more whether it fails. */
    public synchronized void handedOver(String sink) {
        failingSince.remove(sink);
    }

    /** Sets the current backlog. */
    public synchronized void waiting(List<SinkBacklog> queues) {
        backlog = queues.stream().collect(Collectors.toMap(SinkBacklog::sink, queue -> queue));
    }

    /** The queue of each enabled sink. */
    public synchronized Map<String, Queue> queues() {
        Map<String, Queue> queues = new TreeMap<>();
        for (String sink : sinks) {
            SinkBacklog queue = backlog.get(sink);
            queues.put(sink, queue == null ? new Queue(0, Duration.ZERO) : new Queue(queue.pending(), age(queue)));
        }
        return queues;
    }

    private Duration age(SinkBacklog queue) {
        Duration age = Duration.between(queue.oldest(), clock.instant());
        // The wall clock may have been set back meanwhile.
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** A sink that has waiting notices and has been failing for longer than this; empty = none. */
    public synchronized Optional<String> failingFor(Duration limit) {
        long now = nanoTime.getAsLong();
        Set<String> full = backlog.keySet();
        return sinks.stream()
                .filter(sink -> full.contains(sink) && failingSince.containsKey(sink))
                .filter(sink -> now - failingSince.get(sink) > limit.toNanos())
                .map(sink ->
                        sink + " has been failing for " + Ages.words(Duration.ofNanos(now - failingSince.get(sink))))
                .findFirst();
    }

    /** A sink in which a notice has been waiting for longer than this; empty = none. */
    public synchronized Optional<String> waitingFor(Duration limit) {
        return queues().entrySet().stream()
                .filter(queue -> queue.getValue().oldest().compareTo(limit) > 0)
                .map(queue -> queue.getKey() + " has not delivered for "
                        + Ages.words(queue.getValue().oldest()))
                .findFirst();
    }
}
