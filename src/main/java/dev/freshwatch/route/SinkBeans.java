package dev.freshwatch.route;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.SinkSettings;
import java.util.ArrayList;
import java.util.List;
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
                if (!(key.endsWith(".proxy") ? http : tls)) {
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

    private static boolean isUsed(String bean, List<String> texts) {
        Pattern named = Pattern.compile("#(bean:)?" + Pattern.quote(bean) + "(?![A-Za-z0-9_-])");
        return texts.stream()
                .flatMap(String::lines)
                .filter(line -> !line.stripLeading().startsWith("#"))
                .anyMatch(line -> named.matcher(line).find());
    }
}
