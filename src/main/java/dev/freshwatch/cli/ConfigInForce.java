package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.ConfigFiles;
import dev.freshwatch.config.MachineName;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.report.TimeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which configuration the running watch uses, as {@code status} shows it; of several nodes, which each of them uses.
 *
 * @param all  sorted by the names of the nodes; empty = not known
 * @param main that of the watch; of several nodes, the one that this command belongs to most; null = not known
 */
record ConfigInForce(List<Used> all, Used main) {

    private static final String FILE = "application.properties";

    /**
     * That of one watch.
     *
     * @param changed the files that have changed since the watch read them; null = they cannot be read here
     */
    record Used(Running running, Set<String> changed) {

        static Used of(Running running, String host) {
            boolean seen = !running.isNode()
                    || (running.host().equals(host)
                            && Files.isReadable(running.folder().resolve(FILE)));
            return new Used(
                    running,
                    seen ? ConfigFiles.parse(running.folder(), running.files()).changed() : null);
        }
    }

    static ConfigInForce of(StoreAccess beside, Path folder) {
        return beside.isWatched()
                ? of(new RunningConfigTable(beside.store()).all(), MachineName.own(), folder)
                : new ConfigInForce(List.of(), null);
    }

    /**
     * @param host   the name of this machine
     * @param folder that of the configuration that this command goes by
     */
    static ConfigInForce of(List<Running> running, String host, Path folder) {
        List<Used> all = running.stream().map(each -> Used.of(each, host)).toList();
        Comparator<Running> here = Comparator.comparing(each -> each.host().equals(host));
        return new ConfigInForce(
                all,
                all.stream()
                        .max(Comparator.comparing(
                                Used::running,
                                here.thenComparing(each -> each.folder().equals(folder))
                                        .thenComparing(Running::since)))
                        .orElse(null));
    }

    /** For people; empty if nothing is known. Those of nodes that were stopped are left out. @param stopped their names */
    List<String> lines(ZoneId zone, Set<String> stopped) {
        List<String> lines = new ArrayList<>();
        if (all.isEmpty()) {
            return lines;
        }
        lines.add("");
        all.stream().filter(used -> !stopped.contains(used.running().node())).forEach(used -> addTo(lines, used, zone));
        return lines;
    }

    private static void addTo(List<String> lines, Used used, ZoneId zone) {
        Running running = used.running();
        lines.add((running.isNode() ? "Configuration of " + running.node() : "Configuration") + ": " + running.folder()
                + (running.isNode() ? " on " + running.host() : "") + ", in force since "
                + TimeText.text(running.since(), zone));
        if (used.changed() != null && !used.changed().isEmpty()) {
            lines.add("  changed since the " + (running.isNode() ? "node" : "watch") + " read it: "
                    + String.join(", ", used.changed()) + "; freshwatch reload takes it over");
        }
        Reload last = running.last();
        if (last != null && !last.taken()) {
            lines.add("  the reload of " + TimeText.text(last.ended(), zone) + " was refused:");
            last.faults().forEach(fault -> lines.add("    " + fault));
        }
    }

    /** Adds the object {@code configuration}; null if nothing is known. */
    ObjectNode addTo(ObjectNode json) {
        add(json, "configuration", main);
        return json;
    }

    /** Adds that of a node as the object {@code inForce}; null if it is not known. */
    void addTo(ObjectNode json, String node) {
        add(
                json,
                "inForce",
                all.stream()
                        .filter(used -> used.running().node().equals(node))
                        .findFirst()
                        .orElse(null));
    }

    private static void add(ObjectNode json, String name, Used used) {
        if (used == null) {
            json.putNull(name);
            return;
        }
        ObjectNode configuration = json.putObject(name);
        if (used.running().isNode()) {
            configuration.put("host", used.running().host());
        }
        configuration.put("folder", used.running().folder().toString());
        configuration.put("since", time(used.running().since()));
        if (used.changed() == null) {
            configuration.putNull("changed");
        } else {
            ArrayNode files = configuration.putArray("changed");
            used.changed().forEach(files::add);
        }
        Reload last = used.running().last();
        if (last == null) {
            configuration.putNull("lastReload");
            return;
        }
        ObjectNode reload = configuration.putObject("lastReload");
        reload.put("at", time(last.ended()));
        reload.put("outcome", last.taken() ? "taken" : "refused");
        ArrayNode faults = reload.putArray("faults");
        last.faults().forEach(faults::add);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
