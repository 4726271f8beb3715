package dev.freshwatch.page;

import dev.freshwatch.cluster.ClusterQuery;
import dev.freshwatch.cluster.NodeReport;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.EpisodeQuery;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.outbox.DeliveryRecord;
import dev.freshwatch.outbox.LastDelivery;
import dev.freshwatch.report.BelievedLook;
import dev.freshwatch.report.Status;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader.Cell;
import dev.freshwatch.store.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that the first page tells, as it was at one time.
 *
 * @param status   its looks are believed ones: a check that was looked at too long ago is unknown
 * @param unseen   platforms and services that were not looked at yet
 * @param told     the deliveries of the open problems that are told of in full, the latest first
 * @param taken    what each sink took last
 * @param running  the configuration in force; null = not known
 * @param others   those of the other nodes
 * @param health   the parts of the watch itself, each with {@code ok} or its trouble
 * @param heatFrom where the first column of the heat strips begins
 * @param heat     the cells of each check that was looked at since then
 * @param nodes    of the cluster; without members if there is none
 * @param heatTrouble why the history cannot be read, so that the cells tell nothing; null = they do
 */
record NowData(
        Status status,
        List<String> unseen,
        Map<CheckId, List<DeliveryRecord>> told,
        List<LastDelivery> taken,
        Running running,
        List<Running> others,
        Map<String, String> health,
        NodeReport nodes,
        Instant heatFrom,
        Map<CheckId, List<Cell>> heat,
        String heatTrouble) {

    /** Problems that are told of in full: more are read by nobody, and are in the tables below. */
    static final int MOST_TOLD = 8;

    private static final int MOST_DELIVERIES = 20;

    static NowData read(StoreView view, Map<String, String> health, HeatColumns heat) {
        Status status = Status.of(view, false);
        EpisodeQuery episodes = new EpisodeQuery(view.store());
        Map<CheckId, List<DeliveryRecord>> told = new HashMap<>();
        toldInFull(status).forEach(check -> episodes.latest(check)
                .ifPresent(episode ->
                        told.put(check, DeliveryRecord.ofEpisode(view.store(), episode.id(), MOST_DELIVERIES))));
        List<Running> running = new RunningConfigTable(view.store()).all();
        Running own = RunningConfigTable.own(running).orElse(null);
        Instant from = HeatStrip.from(status.at());
        Map<CheckId, List<Cell>> cells = Map.of();
        String trouble = null;
        try {
            cells = heat.read(from, status.at());
        } catch (StoreException e) {
            trouble = e.getMessage();
        }
        return new NowData(
                status,
                view.unseen(status.looks()),
                told,
                LastDelivery.of(view.store(), status.sinks()),
                own,
                running.stream().filter(each -> each != own).toList(),
                health,
                new NodeReport(ClusterQuery.read(view.store())),
                from,
                cells,
                trouble);
    }

    /** The oldest problems; and the only check that is bad, or else the only one that is unknown: the first line tells of it. */
    private static Set<CheckId> toldInFull(Status status) {
        Set<CheckId> checks = new LinkedHashSet<>();
        status.problems().stream().limit(MOST_TOLD).map(OpenProblem::check).forEach(checks::add);
        List<CheckId> bad = in(status, Set.of(State.CRITICAL, State.WARNING));
        List<CheckId> first = bad.isEmpty() ? in(status, Set.of(State.UNKNOWN)) : bad;
        if (first.size() == 1) {
            checks.add(first.get(0));
        }
        return checks;
    }

    private static List<CheckId> in(Status status, Set<State> states) {
        return status.looks().stream()
                .filter(look -> states.contains(look.finding().state()))
                .map(Look::check)
                .toList();
    }

    /** Whether this look is due for longer than its interval, and for longer than the pause of a healing takes. */
    boolean isLate(Look look) {
        return look.isOverdue(status.at()) && !BelievedLook.isRecent(look, status.at());
    }

    List<Finding> findings() {
        return status.looks().stream().map(Look::finding).toList();
    }

    long count(State state) {
        return findings().stream().filter(finding -> finding.state() == state).count();
    }

    /** How many checks a platform has. @param key null = none */
    int checksOf(String key) {
        return (int) status.looks().stream()
                .filter(look -> PlatformTables.key(look.check()).equals(key))
                .count();
    }
}
