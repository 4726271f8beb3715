package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing to know of the watch itself.
 *
 * @param state {@code ok}, {@code warning}, {@code critical} or {@code unknown}
 */
record WatchRow(String what, String state, String words, Sentence details) {

    private static final Sentence NOTHING = new Sentence(List.of());

    /** Cycles, store, configuration; what the health of the watch says has the last word. */
    static List<WatchRow> of(NowData data) {
        List<WatchRow> rows = new ArrayList<>();
        rows.add(cycles(data));
        data.health().forEach((part, trouble) -> {
            boolean ok = trouble.equals("ok");
            if (!part.equals("timers")) {
                rows.add(new WatchRow(part, ok ? "ok" : "critical", ok ? "ok" : PlainText.name(trouble), NOTHING));
            }
        });
        if (data.heatTrouble() != null) {
            rows.add(new WatchRow("history", "warning", PlainText.name(data.heatTrouble()), NOTHING));
        }
        rows.add(configuration(data));
        data.others().stream()
                .filter(other -> isRefused(other) && !hasLeft(other, data))
                .map(WatchRow::refused)
                .forEach(rows::add);
        return rows;
    }

    private static WatchRow cycles(NowData data) {
        String timers = data.health().getOrDefault("timers", "ok");
        if (!data.status().watched()) {
            return new WatchRow("cycles", "critical", "no watch is running", NOTHING);
        }
        long late = data.status().looks().stream().filter(data::isLate).count();
        if (!timers.equals("ok")) {
            return new WatchRow("cycles", "critical", PlainText.name(timers), NOTHING);
        }
        return late == 0
                ? new WatchRow("cycles", "ok", "all on time", NOTHING)
                : new WatchRow(
                        "cycles",
                        "warning",
                        late == 1 ? "1 check is overdue" : late + " checks are overdue",
                        Sentence.of("not checked for more than twice their interval")
                                .done());
    }

    private static WatchRow configuration(NowData data) {
        if (data.running() == null) {
            return new WatchRow("configuration", "unknown", "not known", NOTHING);
        }
        return isRefused(data.running())
                ? refused(data.running())
                : new WatchRow(
                        "configuration",
                        "ok",
                        "in force",
                        inForce(data.running()).done());
    }

    private static Sentence.Builder inForce(Running running) {
        return Sentence.of(running.folder() + ", in force since ").time(running.since());
    }

    private static boolean isRefused(Running running) {
        return running.last() != null && !running.last().taken();
    }

    private static WatchRow refused(Running running) {
        Reload last = running.last();
        return new WatchRow(
                running.isNode() ? "configuration of " + running.node() : "configuration",
                "warning",
                "last reload refused",
                inForce(running)
                        .add("; the reload of ")
                        .time(last.ended())
                        .add(" was refused: " + PlainText.name(String.join("; ", last.faults())))
                        .done());
    }

    private static boolean hasLeft(Running running, NowData data) {
        return data.nodes().view().members().stream()
                .anyMatch(node -> node.node().equals(running.node()) && node.leftAt() != null);
    }
}
