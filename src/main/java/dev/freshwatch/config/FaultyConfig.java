package dev.freshwatch.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of a configuration in spite of its faults: enough to judge its routes, and never to run them.
 *
 * @param loaded   settings whose broken keys have their default, or null; {@code placeholders} has no broken key
 * @param broken   the keys that have a fault
 * @param allKeys  whether every key of the file is known: not where a line cannot be read
 */
public record FaultyConfig(LoadedConfig loaded, Set<String> broken, boolean allKeys) {

    static FaultyConfig of(LoadedConfig loaded, Report report) {
        Set<String> broken = report.faults().stream()
                .map(ConfigFault::key)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean allKeys =
                report.faults().stream().noneMatch(fault -> fault.key().isEmpty() && fault.line() > 0);
        var placeholders = new TreeMap<>(loaded.placeholders());
        placeholders.keySet().removeAll(broken);
        return new FaultyConfig(loaded.with(placeholders), Set.copyOf(broken), allKeys);
    }

    /**
     * The same without the platforms, sinks and other parts that have a fault, so that a watch of what is left can be
     * assembled as a trial; empty if the store has a fault, or a key may be missing.
     */
    public Optional<LoadedConfig> withoutBroken() {
        if (!allKeys || touches("state.") || touches("secret.")) {
            return Optional.empty();
        }
        Settings all = loaded.settings();
        SinkSettings sinks = all.sinks();
        Settings good = new Settings(
                all.directory(),
                all.instanceName(),
                all.esms().stream()
                        .filter(esm -> !touches("esm." + esm.name() + "."))
                        .toList(),
                all.misps().stream()
                        .filter(misp -> !touches("misp." + misp.name() + "."))
                        .toList(),
                new SinkSettings(
                        touches("sink.syslog.") ? null : sinks.syslog(),
                        touches("sink.mail.") ? null : sinks.mail(),
                        touches("sink.webhook.") ? null : sinks.webhook(),
                        sinks.switchedOff(),
                        sinks.grouping(),
                        sinks.filters(),
                        sound(sinks.tls())),
                touches("proxy.") ? Proxies.NONE : all.proxies(),
                all.state(),
                all.reports(),
                all.alerts(),
                all.maintenances(),
                all.outbox(),
                touches("drill.") ? null : all.drill(),
                touches("web.") ? null : all.web(),
                touches("heartbeat.") ? null : all.heartbeat(),
                all.camelCli(),
                touches("cluster.") ? null : all.cluster(),
                all.log());
        return Optional.of(loaded.with(good));
    }

    /** Without the certificates of sinks that have a fault: those of the Java runtime do for a trial. */
    private Map<String, TlsSettings> sound(Map<String, TlsSettings> tls) {
        var sound = new TreeMap<>(tls);
        sound.keySet().removeIf(sink -> touches("sink." + sink + "."));
        return sound;
    }

    private boolean touches(String prefix) {
        return broken.stream().anyMatch(key -> key.startsWith(prefix));
    }
}
