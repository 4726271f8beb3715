package dev.freshwatch.samples;

import java.util.Arrays;

/** Values of which figures are wanted. */
final class Tally {

    private long[] values = new long[16];
    private int count;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    /** Null if there are no values. Percentiles are values that occurred (nearest rank). */
    RowFigures figures() {
        if (count == 0) {
            return null;
        }
        Arrays.sort(values, 0, count);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return new RowFigures(count, values[0], sum, rank(50), rank(95), values[count - 1]);
    }

    private long rank(int percent) {
        return values[(int) (((long) count * percent + 99) / 100) - 1];
    }
}
