package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONPath of the simple form {@code $.a['b'][0]}, which needs no whole document in memory to be followed.
 *
 * @param steps     a member by its name, or an element by its number
 * @param elementsOf whether {@code [*]} is its end
 */
record PathSteps(List<Object> steps, boolean elementsOf) {

    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z_@][A-Za-z0-9_@-]*)|\\['([^'\\\\]*)']|\\[\"([^\"\\\\]*)\"]|\\[([0-9]{1,9})]");

    private static final List<String> ENDS = List.of("[*]", ".*");

    PathSteps {
        steps = List.copyOf(steps);
    }

    /** Returns empty for a JSONPath of another form. */
    static Optional<PathSteps> of(String path) {
        if (!path.startsWith("$")) {
            return Optional.empty();
        }
        String end = ENDS.stream().filter(path::endsWith).findFirst().orElse("");
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path).region(1, path.length() - end.length());
        while (step.lookingAt()) {
            steps.add(step.group(4) != null ? Integer.valueOf(step.group(4)) : name(step));
            step.region(step.end(), step.regionEnd());
        }
        return step.regionStart() == step.regionEnd()
                ? Optional.of(new PathSteps(steps, !end.isEmpty()))
                : Optional.empty();
    }

    private static String name(Matcher step) {
        String quoted = step.group(2) != null ? step.group(2) : step.group(3);
        return quoted != null ? quoted : step.group(1);
    }

    /** Returns what it leads to, without its end; missing if that is not there. */
    JsonNode follow(JsonNode root) {
        JsonNode at = root;
        for (Object step : steps) {
            at = step instanceof String name ? at.path(name) : at.path((Integer) step);
        }
        return at;
    }
}
