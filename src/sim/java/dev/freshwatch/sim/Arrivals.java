package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What reached a receiver: the last {@value #KEPT} items, and their total number. Memory is bounded. Thread-safe. */
public final class Arrivals<T> {

    private static final int KEPT = 20_000;

    private final Deque<T> kept = new ArrayDeque<>();
    private volatile Consumer<? super T> listener = arrival -> {};
    private long count;

    /** Sets a listener for arrivals, called after each one was stored, on the thread that read it; must not throw. */
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

    /** Returns what arrived, oldest first. */
    public synchronized List<T> all() {
        return new ArrayList<>(kept);
    }

    /** Returns the number since the start, including those no longer stored. */
    public synchronized long count() {
        return count;
    }

    /** Forgets all arrivals and their number. */
    public synchronized void clear() {
        kept.clear();
        count = 0;
    }
}
