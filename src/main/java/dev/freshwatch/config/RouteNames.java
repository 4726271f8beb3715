package dev.freshwatch.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the route files add to the keys that exist: a user's own.
 *
 * @param placeholders the keys that routes use as <code>{{key}}</code>
 * @param sinks        the names of the sinks that routes define
 */
public record RouteNames(Set<String> placeholders, Set<String> sinks) {

    public static final RouteNames NONE = new RouteNames(Set.of(), Set.of());

    private static final Pattern SINK_FILE = Pattern.compile("sink-([A-Za-z0-9_-]+)\\.camel\\.yaml");
    private static final Pattern SINK_URI = Pattern.compile("outbox:([A-Za-z0-9_-]+)");

    /**
     * Finds the names in route files. A sink is what the file name {@code sink-<name>.camel.yaml} or an endpoint {@code
     * outbox:<name>} says.
     *
     * @param files text by file name, without folder
     */
    public static RouteNames in(Map<String, String> files) {
        Set<String> placeholders = new TreeSet<>();
        Set<String> sinks = new TreeSet<>();
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
        return new RouteNames(placeholders, sinks);
    }
}
