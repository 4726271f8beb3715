package dev.freshwatch.page;

import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleReader.Cell;

/** How bad a span of time was for a check: by age ÷ limit, and by its state where it has no age. */
enum HeatLevel {
    /** Nobody looked. */
    EMPTY,
    /** Under a quarter of the limit, or ok. */
    CALM,
    /** Over a quarter. */
    QUARTER,
    /** Over half. */
    HALF,
    /** Over four fifths, or a warning. */
    NEAR,
    /** Past the limit. */
    PAST,
    /** Over twice the limit, or critical without an age. */
    TWICE,
    /** At least one look could not be judged. */
    UNJUDGED;

    private static final double[] FROM = {0.25, 0.5, 0.8, 1, 2};

    static HeatLevel of(Cell cell) {
        if (cell.looks() == 0 || cell.worst() == null) {
            return EMPTY;
        }
        if (cell.worst() == State.UNKNOWN) {
            return UNJUDGED;
        }
        HeatLevel load = byLoad(cell.load());
        return switch (cell.worst()) {
            case WARNING -> worse(load, NEAR);
            case CRITICAL -> worse(load, Double.isNaN(cell.load()) ? TWICE : PAST);
            default -> load;
        };
    }

    private static HeatLevel byLoad(double load) {
        int at = 0;
        while (at < FROM.length && load > FROM[at]) {
            at++;
        }
        return values()[CALM.ordinal() + at];
    }

    private static HeatLevel worse(HeatLevel one, HeatLevel other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** What people should hear of it; null = nothing. */
    String trouble() {
        return switch (this) {
            case EMPTY -> "nobody looked";
            case PAST, TWICE -> "past its limit";
            case UNJUDGED -> "could not be judged";
            default -> null;
        };
    }
}
