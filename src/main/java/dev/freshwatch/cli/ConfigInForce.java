package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.ConfigFiles;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.report.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which configuration the running watch uses, as {@code status} shows it.
 *
 * @param running null = not known
 * @param changed the files that have changed since the watch read them
 */
record ConfigInForce(Running running, Set<String> changed) {

    static ConfigInForce of(StoreAccess beside) {
        Running running = beside.isWatched()
                ? new RunningConfigTable(beside.store()).read().orElse(null)
                : null;
        Set<String> changed = running == null
                ? Set.of()
                : ConfigFiles.parse(running.folder(), running.files()).changed();
        return new ConfigInForce(running, changed);
    }

    /** For people; empty if nothing is known. */
    List<String> lines(ZoneId zone) {
        List<String> lines = new ArrayList<>();
        if (running == null) {
            return lines;
        }
        lines.add("");
        lines.add("Configuration: " + running.folder() + ", in force since " + TimeText.text(running.since(), zone));
        if (!changed.isEmpty()) {
            lines.add("  changed since the watch read it: " + String.join(", ", changed)
                    + "; freshwatch reload takes it over");
        }
        Reload last = running.last();
        if (last != null && !last.taken()) {
            lines.add("  the reload of " + TimeText.text(last.ended(), zone) + " was refused:");
            last.faults().forEach(fault -> lines.add("    " + fault));
        }
        return lines;
    }

    /** Adds the object {@code configuration}; null if nothing is known. */
    ObjectNode addTo(ObjectNode json) {
        if (running == null) {
            json.putNull("configuration");
            return json;
        }
        ObjectNode configuration = json.putObject("configuration");
        configuration.put("folder", running.folder().toString());
        configuration.put("since", time(running.since()));
        ArrayNode files = configuration.putArray("changed");
        changed.forEach(files::add);
        Reload last = running.last();
        if (last == null) {
            configuration.putNull("lastReload");
            return json;
        }
        ObjectNode reload = configuration.putObject("lastReload");
        reload.put("at", time(last.ended()));
        reload.put("outcome", last.taken() ? "taken" : "refused");
        ArrayNode faults = reload.putArray("faults");
        last.faults().forEach(faults::add);
        return json;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
