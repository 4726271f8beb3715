package dev.freshwatch.http;

import java.net.URI;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

/** Counts requests to platforms by outcome. Thread-safe. */
public final class RequestCounts {

    /** An answer with a status of 2xx. */
    public static final String OK = "ok";

    /** Any other answer. */
    public static final String ERROR = "error";

    /** No complete answer in time. */
    public static final String NO_ANSWER = "no_answer";

    private static final int MOST = 10_000;

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * What is counted separately.
     *
     * @param platform such as {@code esm/soc}
     * @param call     one of a few fixed words, such as {@code qryExecuteDetail}
     */
    public record Key(String platform, String call, String outcome) {

        /** In each request, so not by the method handles of a record. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && platform.equals(key.platform)
                    && call.equals(key.call)
                    && outcome.equals(key.outcome);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * platform.hashCode() + call.hashCode()) + outcome.hashCode();
        }
    }

    /**
     * Returns a caller that counts the calls made through it.
     *
     * @param call returns the word for a request, out of a limited number
     */
    public HttpCaller counting(String platform, Function<URI, String> call, HttpCaller http) {
        return request -> {
            String name = call.apply(request.uri());
            try {
                Reply reply = http.call(request);
                count(new Key(platform, name, reply.status() >= 200 && reply.status() < 300 ? OK : ERROR));
                return reply;
            } catch (NoAnswer e) {
                count(new Key(platform, name, NO_ANSWER));
                throw e;
            }
        };
    }

    /** Returns the last part of the path, for platforms whose paths are fixed: {@code /rs/esm/v2/qryGetResults}. */
    public static String lastPart(URI uri) {
        String path = uri.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void count(Key key) {
        LongAdder known = counts.get(key);
        if (known == null && counts.size() < MOST) {
            known = counts.computeIfAbsent(key, any -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
    }

    /** Forgets platforms, such as {@code esm/soc}, that are no longer called. */
    public void forget(Predicate<String> platforms) {
        counts.keySet().removeIf(key -> platforms.test(key.platform()));
    }

    /** Returns all counts, in a fixed order. */
    public Map<Key, Long> all() {
        Map<Key, Long> all = new TreeMap<>(
                Comparator.comparing(Key::platform).thenComparing(Key::call).thenComparing(Key::outcome));
        counts.forEach((key, count) -> all.put(key, count.sum()));
        return all;
    }
}
