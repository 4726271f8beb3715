package dev.freshwatch.app;

import dev.freshwatch.config.SinkSettings;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Finds the sinks whose configuration has changed: what was learnt about them no longer applies. */
final class ChangedSinks {

    private ChangedSinks() {}

    static Set<String> between(ActiveConfig before, ActiveConfig next) {
        Set<String> changed = new TreeSet<>(before.sinksOn());
        changed.addAll(next.sinksOn());
        changed.removeIf(sink -> before.sinksOn().contains(sink)
                && next.sinksOn().contains(sink)
                && isSame(sink, before.settings().sinks(), next.settings().sinks())
                && before.settings().proxies().equals(next.settings().proxies()));
        return changed;
    }

    private static boolean isSame(String sink, SinkSettings before, SinkSettings next) {
        return switch (sink) {
            case "syslog" -> Objects.equals(before.syslog(), next.syslog());
            case "mail" -> Objects.equals(before.mail(), next.mail());
            case "webhook" -> Objects.equals(before.webhook(), next.webhook());
            // An operator's own sink: its keys and its route are not known here, and an attempt too many does no harm.
            default -> false;
        };
    }
}
