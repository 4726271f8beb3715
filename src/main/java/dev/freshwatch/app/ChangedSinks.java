package dev.freshwatch.app;

import dev.freshwatch.config.SinkSettings;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which sinks are configured differently from before: what was learnt of those says nothing any more. */
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
            // its keys are its own, and its route may have changed: one attempt too many does no harm
            default -> false;
        };
    }
}
