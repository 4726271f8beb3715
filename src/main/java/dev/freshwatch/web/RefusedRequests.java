package dev.freshwatch.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts refused requests by cause. Thread-safe. */
public final class RefusedRequests {

    /** Why a request was refused. The words are label values of the metrics. */
    enum Cause {
        /** The login was wrong. */
        LOGIN("login"),
        /** The token of a report was wrong. */
        TOKEN("token"),
        /** Login or token were not checked, because there were too many wrong ones from this address. */
        PACE("pace"),
        /** The host name is not one of this server. */
        HOST("host");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final Map<Cause, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Cause cause) {
        counts.computeIfAbsent(cause, any -> new LongAdder()).increment();
    }

    /** All counts by cause. */
    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        for (Cause cause : Cause.values()) {
            LongAdder count = counts.get(cause);
            all.put(cause.word, count == null ? 0 : count.sum());
        }
        return all;
    }
}
