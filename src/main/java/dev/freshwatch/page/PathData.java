package dev.freshwatch.page;

import dev.freshwatch.page.Plot.Box;
import dev.freshwatch.page.Plot.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the paths of a plot. Percent cannot be written in a path, so across they have {@value #WIDTH} units, which are
 * stretched to the width. Numbers are as short as they can be: paths are the most of a page.
 */
record PathData(TimeAxis time) {

    static final int WIDTH = 1000;

    /** A line through these spots. */
    String line(List<Spot> spots) {
        return spots.stream()
                .map(spot -> x(spot.at()) + " " + tenths(spot.y()))
                .collect(Collectors.joining("L", "M", ""));
    }

    /** What lies between two lines. */
    String outline(List<Spot> upper, List<Spot> lower) {
        List<Spot> all = new ArrayList<>(lower);
        Collections.reverse(all);
        all.addAll(0, upper);
        return line(all) + "Z";
    }

    String boxes(List<Box> boxes) {
        return boxes.stream()
                .map(box -> "M" + x(box.from()) + " " + tenths(box.top()) + "H" + x(box.to()) + "V"
                        + tenths(box.bottom()) + "H" + x(box.from()) + "Z")
                .collect(Collectors.joining());
    }

    private String x(Instant at) {
        return tenths(across(at));
    }

    double across(Instant at) {
        return time.percent(at) * WIDTH / 100;
    }

    private static String tenths(double value) {
        return number(Math.round(value * 10) / 10.0);
    }

    /** At most two decimals: {@code 12}, {@code 12.5}, {@code -0.25}. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        String text = (hundredths < 0 ? "-" : "") + Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        if (rest == 0) {
            return text;
        }
        return text + (rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest);
    }
}
