package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What reached a receiver: the last {@value #KEPT} of it, and how many there were. Does not grow. Thread-safe. */
public final class Arrivals<T> {

    private static final int KEPT = 20_000;

    private final Deque<T> kept = new ArrayDeque<>();
    private volatile Consumer<? super T> listener = arrival -> {};
    private long count;

    /** Is told of each arrival, after it was kept, on the thread that read it; must not throw. */
    public void listen(Consumer<? super T> to) {
        listener = to;
    }

    void add(T arrival) {
        synchronized (this) {
            count++;
            kept.addLast(arrival);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
        listener.accept(arrival);
    }

    /** Oldest first. */
    public synchronized List<T> all() {
        return new ArrayList<>(kept);
    }

    /** Since the start, with those that are no longer kept. */
    public synchronized long count() {
        return count;
    }

    /** Forgets what arrived and how many there were. */
    public synchronized void clear() {
        kept.clear();
        count = 0;
    }
}
