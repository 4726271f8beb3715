package dev.freshwatch.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests were refused, and why. Safe for use by many threads. */
public final class RefusedRequests {

    /** Why. The words are values of a label of the metrics. */
    enum Cause {
        /** A login that is wrong. */
        LOGIN("login"),
        /** A login that was not looked at: there were too many wrong ones from this address. */
        PACE("pace"),
        /** A name of this server that is not its own. */
        HOST("host");

        private final String word;

        Cause(String word) {
            this.word = word;
        }
    }

    private final Map<Cause, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Cause cause) {
        counts.computeIfAbsent(cause, any -> new LongAdder()).increment();
    }

    /** By cause, all of them. */
    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        for (Cause cause : Cause.values()) {
            LongAdder count = counts.get(cause);
            all.put(cause.word, count == null ? 0 : count.sum());
        }
        return all;
    }
}
