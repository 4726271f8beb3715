package dev.freshwatch;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What takes long and rarely finds anything after a small change: it runs in the profile {@code soak} only. */
public final class Soak {

    private Soak() {}

    public static boolean isOn() {
        return Boolean.getBoolean("freshwatch.soak");
    }

    /** All rows in the profile soak, otherwise this many, from the first. */
    public static <T> Stream<T> rows(int count, List<T> rows) {
        return rows.stream().limit(isOn() ? rows.size() : count);
    }

    /** All rows in the profile soak, otherwise the first of each so many. */
    public static <T> Stream<T> oneInEach(int count, List<T> rows) {
        return IntStream.range(0, rows.size())
                .filter(row -> isOn() || row % count == 0)
                .mapToObj(rows::get);
    }
}
