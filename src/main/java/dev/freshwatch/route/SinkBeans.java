package dev.freshwatch.route;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.Warning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The beans through which steps of an operator's own sink use its certificates and its proxy. A key that no step uses
 * would have no effect, and an operator would rely on it.
 */
public final class SinkBeans {

    /** Before the name of the sink: an {@code httpClientConfigurer} with its proxy, its certificates, and limits. */
    public static final String HTTP = "sinkHttp-";

    /** Before the name of the sink: its certificates, for other components than {@code http:}. */
    public static final String TRUST = "sinkTrust-";

    /** For sinks of before they had keys of their own: no certificates but those of Java, and the proxy of all. */
    public static final String HTTP_OF_ALL = "sinkHttp";

    private SinkBeans() {}

    /**
     * Returns the faults of keys that no step uses, each with its key.
     *
     * @param texts of all route files
     */
    static List<String> faults(LoadedConfig loaded, List<String> texts) {
        Set<String> own = new TreeSet<>(loaded.settings().sinks().tls().keySet());
        own.removeAll(SinkSettings.SHIPPED);
        List<String> faults = new ArrayList<>();
        for (String sink : own) {
            boolean http = isUsed(HTTP + sink, texts);
            boolean tls = http || isUsed(TRUST + sink, texts);
            for (String key : written(loaded, "sink." + sink + ".")) {
                if (!(key.endsWith(".proxy") ? http : tls) && !isPlaceholder(key, texts)) {
                    faults.add(loaded.inForce()
                            .located(key
                                    + ": has no effect, because no step of the sink uses it; add httpClientConfigurer:"
                                    + " \"#" + HTTP + sink
                                    + "\" to the parameters of its http step, or remove the key"));
                }
            }
        }
        return faults;
    }

    private static List<String> written(LoadedConfig loaded, String sink) {
        return loaded.inForce().written().keySet().stream()
                .filter(key -> key.equals(sink + "proxy") || key.startsWith(sink + "tls."))
                .sorted()
                .toList();
    }

    /** A step may hand its value to a component itself. */
    private static boolean isPlaceholder(String key, List<String> texts) {
        return isFound(
                Pattern.compile("(\\{\\{[?!]?\\s*|properties:)" + Pattern.quote(key) + "(?![A-Za-z0-9._-])"), texts);
    }

    /** Returns what the file of a sink should name instead of the bean of all sinks. */
    static Optional<Warning> warning(Path file, String text) {
        return isUsed(HTTP_OF_ALL, List.of(text))
                ? Optional.of(new Warning(
                        file.toString(),
                        0,
                        "#" + HTTP_OF_ALL,
                        "keys of the sink for its proxy and certificates have no effect with it; write #" + HTTP
                                + "<name of the sink>"))
                : Optional.empty();
    }

    private static boolean isUsed(String bean, List<String> texts) {
        return isFound(Pattern.compile("#(bean:)?" + Pattern.quote(bean) + "(?![A-Za-z0-9_-])"), texts);
    }

    private static boolean isFound(Pattern named, List<String> texts) {
        return texts.stream()
                .flatMap(String::lines)
                .filter(line -> !line.stripLeading().startsWith("#"))
                .anyMatch(line -> named.matcher(line).find());
    }
}
