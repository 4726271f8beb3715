package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.samples.SampleReader.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws the last day of a check, one column for each half hour: a path for each level, the worse over the better ones, and
 * a link for each run of columns that people may want to look into. Small, since a page has hundreds of them.
 */
final class HeatStrip {

    static final int COLUMNS = 48;
    static final Duration WIDTH = Duration.ofMinutes(30);

    private static final int MOST_TOLD = 3;

    private final Instant from;
    private final PageTimes times;

    /** @param from where the first column begins */
    HeatStrip(Instant from, PageTimes times) {
        this.from = from;
        this.times = times;
    }

    /** Where the first column begins so that the last one contains this time. */
    static Instant from(Instant now) {
        long width = WIDTH.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), width) * width)
                .minus(WIDTH.multipliedBy(COLUMNS - 1L));
    }

    /**
     * Columns that are equally troubled.
     *
     * @param end exclusive
     */
    private record Run(int start, int end, String trouble) {}

    /**
     * Draws a check.
     *
     * @param cells  one for each column; empty = nobody looked at all
     * @param linked whether runs have links of their own
     */
    Svg.Drawing draw(CheckId check, List<Cell> cells, boolean linked) {
        List<HeatLevel> levels = levels(cells);
        List<Run> runs = runs(levels);
        Svg svg = new Svg("viewBox", "0 0 " + COLUMNS + " 2")
                .open("a", "href", PageLinks.check(check), "tabindex", "-1")
                .text("title", linked && !runs.isEmpty() ? "the whole day" : words(runs));
        paths(levels).forEach((level, path) -> svg.empty("path", "class", "l" + level.ordinal(), "d", path));
        svg.close();
        if (linked) {
            runs.forEach(run -> link(svg, check, run));
        }
        return svg.drawing();
    }

    /** How many links a strip has of its own. */
    static int links(List<Cell> cells) {
        return runs(levels(cells)).size();
    }

    private static List<HeatLevel> levels(List<Cell> cells) {
        List<HeatLevel> levels =
                new ArrayList<>(cells.stream().map(HeatLevel::of).toList());
        while (levels.size() < COLUMNS) {
            levels.add(HeatLevel.EMPTY);
        }
        return levels;
    }

    private void link(Svg svg, CheckId check, Run run) {
        svg.open("a", "href", PageLinks.minutes(check, time(run.start()), time(run.end())))
                .text("title", words(run))
                .empty("rect", "x", "" + run.start(), "width", "" + (run.end() - run.start()), "height", "2")
                .close();
    }

    private Instant time(int column) {
        return from.plus(WIDTH.multipliedBy(column));
    }

    /** What the picture says, for those who do not see it. */
    private String words(List<Run> runs) {
        if (runs.isEmpty()) {
            return "within its limit";
        }
        String told = runs.stream().limit(MOST_TOLD).map(this::words).collect(Collectors.joining(", "));
        return runs.size() > MOST_TOLD ? told + " and " + (runs.size() - MOST_TOLD) + " more times" : told;
    }

    private String words(Run run) {
        if (run.end() - run.start() == COLUMNS) {
            return run.trouble() + " all the time";
        }
        return run.trouble() + " " + times.minute(time(run.start())) + " to "
                + (run.end() == COLUMNS ? "now" : times.minute(time(run.end())));
    }

    private static List<Run> runs(List<HeatLevel> levels) {
        List<Run> runs = new ArrayList<>();
        for (int at = 0; at < COLUMNS; ) {
            String trouble = levels.get(at).trouble();
            int start = at;
            while (at < COLUMNS && same(levels.get(at).trouble(), trouble)) {
                at++;
            }
            if (trouble != null) {
                runs.add(new Run(start, at, trouble));
            }
        }
        return runs;
    }

    private static boolean same(String one, String other) {
        return one == null ? other == null : one.equals(other);
    }

    /** A level covers also what is worse: that is drawn over it, without seams and with fewer runs. */
    private static Map<HeatLevel, String> paths(List<HeatLevel> levels) {
        Map<HeatLevel, String> paths = new EnumMap<>(HeatLevel.class);
        for (HeatLevel level : HeatLevel.values()) {
            if (level != HeatLevel.EMPTY && levels.contains(level)) {
                paths.put(level, path(levels, level));
            }
        }
        return paths;
    }

    private static String path(List<HeatLevel> levels, HeatLevel level) {
        StringBuilder path = new StringBuilder();
        int pen = 0;
        for (int at = 0; at < COLUMNS; ) {
            int start = at;
            while (at < COLUMNS && covers(level, levels.get(at))) {
                at++;
            }
            if (at == start) {
                at++;
                continue;
            }
            path.append(path.isEmpty() ? "M" + start + " 1" : "m" + (start - pen) + " 0")
                    .append('h')
                    .append(at - start);
            pen = at;
        }
        return path.toString();
    }

    private static boolean covers(HeatLevel level, HeatLevel column) {
        return level == HeatLevel.UNJUDGED || column == HeatLevel.UNJUDGED
                ? column == level
                : column.compareTo(level) >= 0;
    }
}
