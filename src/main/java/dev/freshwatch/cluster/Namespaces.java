package dev.freshwatch.cluster;

import dev.freshwatch.schedule.MasterUri;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is done by one node at a time. One namespace for each ESM, each MISP and each sink, a few for all services, and one
 * for what the watch does once for all nodes.
 */
public final class Namespaces {

    /** What the watch does by itself, once for all nodes, and the timers of an operator's own routes without a namespace. */
    public static final String WATCH = "freshwatch/watch";

    /** Prefix of the namespace of a sink's deliveries, followed by the name of the sink. */
    public static final String SINK = "freshwatch/sink/";

    /** Enough to spread them over ten nodes, and few enough to renew them all with each beat. */
    private static final int GROUPS = 16;

    private static final String SERVICES = "services/";
    private static final String SERVICE = "service/";
    private static final Pattern PLATFORM = Pattern.compile("(esm|misp)/[^/]+(/.*)?");

    private static final Pattern OWN = Pattern.compile("(" + MasterUri.OWN + "[^/]+)/.*", Pattern.DOTALL);

    /** What each node does for itself. */
    private static final Set<String> OWN_TIMERS = Set.of("freshwatch/store");

    private Namespaces() {}

    /**
     * The namespaces of a configuration.
     *
     * @param platforms such as {@code esm/soc}
     * @param sinks     the names of the enabled sinks
     */
    public static Set<String> of(Set<String> platforms, Set<String> sinks) {
        Set<String> all = new TreeSet<>(platforms);
        sinks.forEach(sink -> all.add(SINK + sink));
        IntStream.range(0, GROUPS).forEach(group -> all.add(SERVICES + group));
        all.add(WATCH);
        return all;
    }

    /**
     * The namespace of a timer; empty if each node runs it.
     *
     * @param timer its name, such as {@code esm/soc} or {@code service/portal/http}; below {@code master:} with the
     *              lease before it, such as {@code own/mine/tick}
     */
    public static Optional<String> ofTimer(String timer) {
        if (OWN_TIMERS.contains(timer)) {
            return Optional.empty();
        }
        Matcher own = OWN.matcher(timer);
        if (own.matches()) {
            return Optional.of(own.group(1));
        }
        return Optional.of(isPlatform(timer) || timer.startsWith(SERVICE) ? ofCheck(timer) : WATCH);
    }

    /** Those of these timers that are not run by each node for itself. */
    public static Predicate<String> shared(Predicate<String> timers) {
        return timer -> !OWN_TIMERS.contains(timer) && timers.test(timer);
    }

    /** The namespace of a check that Freshwatch makes by itself or by a template. */
    public static String ofCheck(String check) {
        if (check.startsWith(SERVICE)) {
            return ofService(check.split("/", 3)[1]);
        }
        return isPlatform(check) ? platform(check) : WATCH;
    }

    private static boolean isPlatform(String id) {
        return PLATFORM.matcher(id).matches();
    }

    private static String platform(String id) {
        String[] parts = id.split("/", 3);
        return parts[0] + "/" + parts[1];
    }

    /** All checks of a service, such as a list and its sources, are in one group. */
    private static String ofService(String name) {
        return SERVICES + Math.floorMod(name.hashCode(), GROUPS);
    }
}
