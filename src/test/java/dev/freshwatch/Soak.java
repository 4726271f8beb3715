package dev.freshwatch;

import java.util.List;
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
}
