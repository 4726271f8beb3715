package dev.freshwatch.samples;

import dev.freshwatch.freshness.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cells of one check in a heat map while they are filled. */
final class HeatMap {

    private static final int ORDER = State.values().length;

    private final long from;
    private final long width;
    private final int[] looks;
    private final State[] worst;
    private final double[] load;
    private boolean empty = true;

    /**
     * @param from  in milliseconds since 1970
     * @param width of a column, in milliseconds
     */
    HeatMap(long from, long width, int columns) {
        this.from = from;
        this.width = width;
        this.looks = new int[columns];
        this.worst = new State[columns];
        this.load = new double[columns];
        Arrays.fill(load, Double.NaN);
    }

    private HeatMap(HeatMap other) {
        from = other.from;
        width = other.width;
        looks = other.looks.clone();
        worst = other.worst.clone();
        load = other.load.clone();
        empty = other.empty;
    }

    /** Returns a copy with these too. */
    HeatMap with(List<Sample> samples) {
        HeatMap more = new HeatMap(this);
        samples.forEach(sample -> more.add(RawSample.of(sample)));
        return more;
    }

    void add(RawSample sample) {
        add(sample.at(), 1, sample.state(), sample.load());
    }

    void add(SampleRow row) {
        double rowLoad =
                row.age() == null ? Double.NaN : RawSample.load(row.age().max(), row.limits());
        add(row.start(), row.looks().all(), row.looks().worst(), rowLoad);
    }

    private void add(long at, int count, State state, double ofLimit) {
        long column = Math.floorDiv(at - from, width);
        if (column < 0 || column >= looks.length || count == 0) {
            return;
        }
        int i = (int) column;
        empty = false;
        looks[i] += count;
        if (worst[i] == null || weight(state) > weight(worst[i])) {
            worst[i] = state;
        }
        if (Double.isNaN(load[i]) || ofLimit > load[i]) {
            load[i] = ofLimit;
        }
    }

    /** As {@link State#byWeight}, which is too slow for millions. */
    private static int weight(State state) {
        return switch (state) {
            case OK -> 0;
            case WARNING -> 1;
            case UNKNOWN -> ORDER - 2;
            case CRITICAL -> ORDER - 1;
        };
    }

    long from() {
        return from;
    }

    /** Exclusive. */
    long to() {
        return from + width * looks.length;
    }

    /** Whether all columns begin and end with rows of this tier. */
    boolean isAlignedWith(SampleTier tier) {
        return from % tier.width() == 0 && width % tier.width() == 0;
    }

    boolean isEmpty() {
        return empty;
    }

    List<SampleReader.Cell> cells() {
        List<SampleReader.Cell> cells = new ArrayList<>(looks.length);
        for (int i = 0; i < looks.length; i++) {
            cells.add(new SampleReader.Cell(looks[i], worst[i], load[i]));
        }
        return cells;
    }
}
