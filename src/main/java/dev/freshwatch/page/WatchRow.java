package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.RunningConfigTable.Reload;
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
        Sentence.Builder details = Sentence.of(data.running().folder() + ", in force since ")
                .time(data.running().since());
        Reload last = data.running().last();
        if (last == null || last.taken()) {
            return new WatchRow("configuration", "ok", "in force", details.done());
        }
        details.add("; the reload of ")
                .time(last.ended())
                .add(" was refused: " + PlainText.name(String.join("; ", last.faults())));
        return new WatchRow("configuration", "warning", "last reload refused", details.done());
    }
}
