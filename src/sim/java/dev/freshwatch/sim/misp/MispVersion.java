package dev.freshwatch.sim.misp;

import java.util.Arrays;

/** A MISP version such as {@code 2.5.1}; many answers depend on it. */
record MispVersion(String text) {

    /** Whether it is this version or a later one. */
    boolean since(String other) {
        return Arrays.compare(numbers(text), numbers(other)) >= 0;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
