package dev.freshwatch.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Hands the reader of a call past the route, where all headers of a request are texts. Thread-safe. */
final class BodyReaders {

    private static final Map<String, BodyReader> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    private BodyReaders() {}

    /** Returns the number to be given to {@link #take}. */
    static String put(BodyReader reader) {
        String number = Long.toString(NUMBER.incrementAndGet());
        WAITING.put(number, reader);
        return number;
    }

    /** Returns null if there is none, or it was taken. @param number null = none */
    static BodyReader take(String number) {
        return number == null ? null : WAITING.remove(number);
    }
}
