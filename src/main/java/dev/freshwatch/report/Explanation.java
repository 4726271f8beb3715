package dev.freshwatch.report;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.history.EpisodeQuery;
import dev.freshwatch.history.EpisodeQuery.Latest;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.outbox.DeliveryRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code explain} shows of a check.
 *
 * @param at           now
 * @param watched      whether a watch is running
 * @param look         the last result of the check
 * @param state        its alert state
 * @param parent       the last look at the check that this one depends on; null = it depends on none
 * @param silenced     null = not silenced
 * @param acknowledged null = not acknowledged
 * @param problem      the open problem, or the last one that ended; null = there was none
 * @param configured   when the configuration of the running or last watch came into force; null = not known
 * @param deliveries   of the notices about that problem, the latest first
 */
public record Explanation(
        Instant at,
        boolean watched,
        Look look,
        AlertState state,
        Look parent,
        Silenced silenced,
        Acknowledgement acknowledged,
        Latest problem,
        Instant configured,
        List<DeliveryRecord> deliveries) {

    private static final int MOST_DELIVERIES = 50;

    /** @throws NoSuchCheck if no check, or more than one, has this id or name */
    public static Explanation of(StoreView from, String given) throws NoSuchCheck {
        List<Look> looks = LookTable.all(from.store());
        CheckId check = new CheckResolver(looks).resolve(given);
        Look look = at(looks, check).orElseThrow();
        List<Maintenance> maintenances = from.maintenances();
        EpisodeQuery episodes = new EpisodeQuery(from.store());
        Optional<Latest> problem = episodes.latest(check);
        return new Explanation(
                from.store().clock().instant(),
                from.watched(),
                look,
                episodes.alertState(check),
                check.parent().flatMap(parent -> at(looks, parent)).orElse(null),
                new SilenceTable(from.store())
                        .now(maintenances)
                        .of(check, look.finding().name())
                        .orElse(null),
                new OpenProblemsQuery(from.store(), maintenances)
                        .all().stream()
                                .filter(open -> open.check().equals(check))
                                .flatMap(open -> Stream.ofNullable(open.acknowledged()))
                                .findFirst()
                                .orElse(null),
                problem.orElse(null),
                new RunningConfigTable(from.store())
                        .latest()
                        .map(Running::since)
                        .orElse(null),
                problem.map(one -> DeliveryRecord.ofEpisode(from.store(), one.id(), MOST_DELIVERIES))
                        .orElse(List.of()));
    }

    /** Whether the last look used an earlier configuration than the one in force, so that its settings may have changed. */
    public boolean isOfEarlierConfiguration() {
        return configured != null && configured.isAfter(look.finding().observedAt());
    }

    private static Optional<Look> at(List<Look> looks, CheckId check) {
        return looks.stream().filter(look -> look.check().equals(check)).findFirst();
    }
}
