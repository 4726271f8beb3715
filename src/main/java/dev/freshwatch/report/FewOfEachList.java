package dev.freshwatch.report;

import dev.freshwatch.freshness.CheckId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows some sources of each list, and counts the others: thousands of rows would hide everything else. */
final class FewOfEachList {

    private static final int MOST = 50;

    private final Map<String, Integer> seen = new TreeMap<>();

    /** Whether this check is to be shown; to be asked once for each, the most important first. */
    boolean admits(CheckId check) {
        return !check.isSource() || seen.merge(check.parent().orElseThrow().value(), 1, Integer::sum) <= MOST;
    }

    /** Returns a line for each list of which something is not shown. */
    List<String> leftOut() {
        return seen.entrySet().stream()
                .filter(list -> list.getValue() > MOST)
                .map(list -> "… and " + (list.getValue() - MOST) + " more of " + list.getKey()
                        + "; --output json shows all of them")
                .toList();
    }
}
