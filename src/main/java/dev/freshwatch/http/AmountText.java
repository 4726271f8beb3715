package dev.freshwatch.http;

import java.time.Duration;

/** Formats durations and sizes for messages. */
final class AmountText {

    private AmountText() {}

    /** Formats a duration: {@code 30 s}, {@code 1.5 s}, {@code 300 ms}. */
    static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000 + "." + millis % 1000 / 100 + " s";
    }

    /** Formats a size: {@code 1 MiB}, {@code 64 KiB}, {@code 1000 bytes}. */
    static String size(int bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
