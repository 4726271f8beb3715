package dev.freshwatch.report;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.outbox.SinkBacklog;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealthQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data that {@code status} shows.
 *
 * @param at       when it was read
 * @param watched  whether a watch is running
 * @param problems the oldest first
 * @param quiet    what is silenced now, in the order of the end
 * @param sinks    the enabled ones: without any, nobody is notified of problems
 * @param looks    the last look at each check, by id; unknown where that was too long ago
 * @param outboxes of all enabled sinks, and of others that still have waiting notices
 */
public record Status(
        Instant at,
        boolean watched,
        List<OpenProblem> problems,
        List<Look> looks,
        List<Quiet> quiet,
        Set<String> sinks,
        List<SinkHealth> outboxes) {

    /**
     * A silence or maintenance window in force.
     *
     * @param glob   glob for check ids
     * @param from   null if not known
     * @param by     who created it, or {@code silence.<name>} of the configuration
     * @param reason null = none given
     * @param heal   false = no healing either
     */
    public record Quiet(String glob, Instant from, Instant until, String by, String reason, boolean heal) {}

    public static Status of(StoreView from, boolean problemsOnly) {
        Instant now = from.store().clock().instant();
        List<Look> looks = LookTable.all(from.store()).stream()
                .map(look -> BelievedLook.shown(look, now, from.watched()))
                .filter(look -> !problemsOnly || look.finding().state() != State.OK)
                .toList();
        List<Maintenance> maintenances = from.maintenances();
        Set<String> on = from.sinks();
        Set<String> sinks = new TreeSet<>(on);
        DeliveryTable.backlog(from.store()).stream().map(SinkBacklog::sink).forEach(sinks::add);
        return new Status(
                now,
                from.watched(),
                new OpenProblemsQuery(from.store(), maintenances).all(),
                looks,
                quiet(new SilenceTable(from.store()).open(), maintenances, now),
                on,
                new SinkHealthQuery(from.store()).at(sinks));
    }

    private static List<Quiet> quiet(List<Silence> silences, List<Maintenance> maintenances, Instant now) {
        List<Quiet> quiet = new ArrayList<>();
        silences.forEach(silence -> quiet.add(new Quiet(
                silence.glob(), silence.begins(), silence.ends(), silence.madeBy(), silence.reason(), silence.heal())));
        for (Maintenance maintenance : maintenances) {
            maintenance.windows().stream()
                    .flatMap(window -> window.openUntil(now, maintenance.zone()).stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(until -> maintenance
                            .globs()
                            .forEach(glob -> quiet.add(new Quiet(
                                    glob,
                                    null,
                                    until,
                                    "silence." + maintenance.name(),
                                    maintenance.reason(),
                                    maintenance.heal()))));
        }
        quiet.sort(Comparator.comparing(Quiet::until).thenComparing(Quiet::glob));
        return quiet;
    }
}
