package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.Look;
import dev.freshwatch.outbox.LastDelivery;
import dev.freshwatch.outbox.SinkHealth;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How a sink does.
 *
 * @param state {@code ok}, {@code warning} or {@code critical}: a colour and a shape
 * @param words what that means
 * @param waits how many notices wait for it, and for how long
 * @param taken what it took last
 * @param known what else there is to know; null = nothing
 */
record SinkRow(String name, String state, String words, Sentence waits, Sentence taken, Sentence known) {

    /** All that are on, and others that something waits for; those in trouble first. */
    static List<SinkRow> of(NowData data) {
        return data.status().outboxes().stream()
                .map(health -> of(health, data))
                .sorted(Comparator.comparing((SinkRow row) -> row.state().equals("ok"))
                        .thenComparing(SinkRow::name))
                .toList();
    }

    private static SinkRow of(SinkHealth health, NowData data) {
        boolean on = data.status().sinks().contains(health.sink());
        Sentence known = null;
        if (health.refused() != null) {
            known = Sentence.of("gave up a notice of ")
                    .add(link(health.refused().check(), data))
                    .add(" ")
                    .time(health.refused().at())
                    .add(": " + PlainText.name(health.refused().reason()))
                    .done();
        } else if (health.failingSince() == null && health.stuck() != null) {
            known = Sentence.of("last failure: " + PlainText.name(health.stuck().reason()))
                    .done();
        }
        return new SinkRow(
                health.sink(),
                state(health, on),
                words(health, on, data),
                waits(health, data),
                data.taken().stream()
                        .filter(last -> last.sink().equals(health.sink()))
                        .findFirst()
                        .map(last -> taken(last, data))
                        .orElse(Sentence.of("nothing yet").done()),
                known);
    }

    private static String state(SinkHealth health, boolean on) {
        if (!on) {
            return "critical";
        }
        return health.failingSince() != null || health.refused() != null || health.stuck() != null ? "warning" : "ok";
    }

    private static String words(SinkHealth health, boolean on, NowData data) {
        if (!on) {
            return "switched off, but notices wait";
        }
        if (health.failingSince() == null) {
            return health.refused() != null || health.stuck() != null ? "takes some notices" : "takes notices";
        }
        return "failing for "
                + Ages.words(
                        Duration.between(health.failingSince(), data.status().at())) + ": "
                + PlainText.name(health.reason());
    }

    private static Sentence waits(SinkHealth health, NowData data) {
        if (health.pending() == 0) {
            return Sentence.of("0").done();
        }
        return Sentence.of(health.pending() + ", for "
                        + Ages.words(
                                Duration.between(health.oldest(), data.status().at())))
                .done();
    }

    private static Sentence taken(LastDelivery last, NowData data) {
        return Sentence.begin()
                .time(last.at())
                .add(" " + last.kind().word() + " of ")
                .add(link(last.check(), data))
                .done();
    }

    /** As a link, where the check is still looked at. */
    private static Sentence link(String check, NowData data) {
        return data.status().looks().stream()
                .map(Look::finding)
                .filter(finding -> finding.check().value().equals(check))
                .findFirst()
                .map(finding -> Sentence.begin()
                        .link(PageLinks.check(new CheckId(check)), CheckName.of(finding))
                        .done())
                .orElse(Sentence.of(PlainText.name(check)).done());
    }
}
