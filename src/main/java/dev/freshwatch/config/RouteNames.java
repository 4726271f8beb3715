package dev.freshwatch.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the route files add to the known keys.
 *
 * @param placeholders the keys that routes use as <code>{{key}}</code>
 * @param sinks        the names of the sinks that routes define
 * @param checks       whether routes define checks: then there is something to watch even without a platform
 */
public record RouteNames(Set<String> placeholders, Set<String> sinks, boolean checks) {

    public static final RouteNames NONE = new RouteNames(Set.of(), Set.of());

    /** Without checks of the operator's own. */
    public RouteNames(Set<String> placeholders, Set<String> sinks) {
        this(placeholders, sinks, false);
    }

    private static final Pattern SINK_FILE = Pattern.compile("sink-([A-Za-z0-9_-]+)\\.camel\\.yaml");
    private static final Pattern SINK_URI = Pattern.compile("outbox:([A-Za-z0-9_-]+)");
    /** Not sinks, but what {@code outbox:} calls all sinks together. */
    private static final Set<String> TOGETHER = Set.of("all", "told");

    private static final Pattern CHECK =
            Pattern.compile("(?m)^\\s*(-\\s+)?(routeTemplateRef:\\s|uri:\\s*\"?direct:observe\\b)");

    /** The shipped file with the route that an operator's own routes send to. */
    private static final String OBSERVE_FILE = "observe.camel.yaml";

    /**
     * Finds the names in route files. A sink is named by its file, {@code sink-<name>.camel.yaml}, or by an endpoint
     * {@code outbox:<name>}.
     *
     * @param files text by file name, without folder
     */
    public static RouteNames in(Map<String, String> files) {
        Set<String> placeholders = new TreeSet<>();
        Set<String> sinks = new TreeSet<>();
        boolean checks = files.entrySet().stream()
                .anyMatch(file -> !file.getKey().equals(OBSERVE_FILE)
                        && CHECK.matcher(file.getValue()).find());
        files.forEach((name, text) -> {
            placeholders.addAll(Placeholders.keysIn(text));
            Matcher file = SINK_FILE.matcher(name);
            if (file.matches()) {
                sinks.add(file.group(1));
            }
            Matcher uri = SINK_URI.matcher(text);
            while (uri.find()) {
                sinks.add(uri.group(1));
            }
        });
        sinks.removeAll(TOGETHER);
        return new RouteNames(placeholders, sinks, checks);
    }
}
