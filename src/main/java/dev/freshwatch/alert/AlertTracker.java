package dev.freshwatch.alert;

import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.ClockStepDetector.Step;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Follows every check from cycle to cycle: the findings of one cycle in, the notices that people get out.
 *
 * <p>Parent and child: while the check that another one depends on is not ok, that other one makes no notice of any
 * kind; where it is asked in a way of its own, only while it is unknown. It is judged afresh by the first cycle in which
 * its parent is back.
 */
public final class AlertTracker {

    private final AlertStateMachine rules;
    private final ClockStepDetector clock;
    private final Surroundings around;
    private final NoticeGrouping groups;

    public AlertTracker(AlertStateMachine rules, ClockStepDetector clock, Surroundings around) {
        this.rules = rules;
        this.clock = clock;
        this.around = around;
        this.groups = new NoticeGrouping(around.newId());
    }

    /**
     * What is known of the checks beside their findings.
     *
     * @param newId        makes ids of notices
     * @param platformHost the host name of the platform of a check, or null
     * @param limits       when people are told of a check
     * @param pace         how often a check is looked at, or null where that is not known
     * @param maintenances the times of the configuration in which nobody wants to be told
     */
    public record Surroundings(
            Origin origin,
            Supplier<String> newId,
            Function<CheckId, String> platformHost,
            Function<CheckId, AlertPolicy> limits,
            Function<CheckId, CheckInterval> pace,
            List<Maintenance> maintenances) {

        public Surroundings {
            maintenances = List.copyOf(maintenances);
        }
    }

    /**
     * Takes one cycle into account and remembers it.
     *
     * @param alertStates what is remembered; must be part of the transaction that also takes the notices
     */
    public TrackingResult follow(List<Finding> findings, AlertStateStore alertStates) {
        Step step = clock.look();
        if (!step.by().isZero()) {
            alertStates.shift(step.by());
        }
        Map<CheckId, AlertState> before =
                alertStates.of(findings.stream().map(Finding::check).toList());
        SilenceMatcher silenceMatcher =
                new SilenceMatcher(step.now(), alertStates.silences(step.now()), around.maintenances());
        Set<String> acknowledged = alertStates.acknowledged(step.now());
        Map<CheckId, State> states =
                findings.stream().collect(Collectors.toMap(Finding::check, Finding::state, (first, second) -> second));
        Instant began = began(findings, step.now());
        Map<CheckId, AlertState> after = new LinkedHashMap<>();
        List<Notice> notices = new ArrayList<>();
        for (Finding finding : findings) {
            AlertState alertState = after.getOrDefault(finding.check(), before.get(finding.check()));
            Evaluation look = new Evaluation(
                    finding,
                    step.now(),
                    around.limits().apply(finding.check()),
                    isShadowed(finding, states),
                    silenceMatcher.of(finding.check(), finding.name()).isPresent(),
                    alertState.episode() != null
                            && acknowledged.contains(alertState.episode().id()),
                    gap(alertState, began, step.now()));
            AlertStateMachine.Step next = rules.next(alertState, look);
            after.put(finding.check(), next.next().observedAt(lookedAt(finding, step)));
            next.told().ifPresent(kind -> notices.add(notice(next, step.now())));
        }
        List<Notice> all = grouped(notices, step.now(), after, alertStates);
        alertStates.remember(after.values());
        return new TrackingResult(all, seen(findings, states, after), unconfirmed(after), step);
    }

    /** To be called once all that came of this cycle is kept. */
    public void settle(TrackingResult followed) {
        clock.settle(followed.step());
    }

    /**
     * A notice of the open problem of a check, beside what the cycles make: it was mended, or is still there.
     *
     * @return empty where no problem is open that people know of, or where they do not want to be told now
     */
    public Optional<Notice> tell(Kind kind, Finding finding, AlertStateStore alertStates) {
        Instant now = clock.look().now();
        AlertState alertState = alertStates.of(List.of(finding.check())).get(finding.check());
        boolean silenced = new SilenceMatcher(now, alertStates.silences(now), around.maintenances())
                .of(finding.check(), finding.name())
                .isPresent();
        if (!alertState.isOpenAndTold() || silenced) {
            return Optional.empty();
        }
        Episode episode = alertState.episode();
        alertStates.remember(List.of(alertState.withEpisode(episode.toldAgain(now))));
        return Optional.of(notice(new AlertStateMachine.Step(alertState, kind, episode, finding, null), now));
    }

    private static boolean isShadowed(Finding finding, Map<CheckId, State> states) {
        State parent = finding.check().parent().map(states::get).orElse(State.OK);
        boolean onlyThroughParent = finding.check().value().startsWith("esm/");
        return parent != State.OK && (onlyThroughParent || finding.state() == State.UNKNOWN);
    }

    /** When the cycle began: its first observation. The clock may have been set back since then. */
    private static Instant began(List<Finding> findings, Instant now) {
        return findings.stream()
                .map(Finding::observedAt)
                .filter(now::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** For so long nobody has looked; null where that is as it should be. */
    private Duration gap(AlertState alertState, Instant began, Instant now) {
        CheckInterval pace = around.pace().apply(alertState.check());
        return pace == null || alertState.observedAt() == null ? null : pace.gap(alertState.observedAt(), began, now);
    }

    /**
     * A cycle is taken into account when it is over, and that is when its checks were looked at: cycles that are slow
     * are no gaps. But where the process was stopped in it, what was seen before that is old.
     */
    private Instant lookedAt(Finding finding, Step step) {
        CheckInterval pace = around.pace().apply(finding.check());
        boolean old = pace != null && step.by().isZero() && pace.isStale(finding.observedAt(), step.now());
        return old ? finding.observedAt() : step.now();
    }

    private Notice notice(AlertStateMachine.Step step, Instant now) {
        Episode episode = step.episode();
        Marks marks = Marks.NONE.withGap(step.gap()).withAnnouncedBy(episode.announcedBy());
        return new Notice(
                around.newId().get(),
                step.kind(),
                episode.id(),
                step.finding(),
                episode.since(),
                now,
                around.origin(),
                around.platformHost().apply(step.finding().check()),
                marks);
    }

    /** The same notices, and behind them those that tell several of them together. */
    private List<Notice> grouped(
            List<Notice> notices, Instant now, Map<CheckId, AlertState> alertStates, AlertStateStore store) {
        Map<String, Notice> groupOf = new LinkedHashMap<>();
        List<Notice> more = new ArrayList<>();
        NoticeGrouping.of(notices).forEach((of, members) -> {
            int enough = around.limits().apply(members.get(0).finding().check()).groupAt();
            if (members.size() < enough) {
                return;
            }
            Notice group = groups.together(of.platform(), members, now);
            more.add(group);
            members.forEach(member -> groupOf.put(member.id(), group));
            store.group(group.id(), members.stream().map(Notice::episode).toList());
            announced(members, group, alertStates);
        });
        List<Notice> all = new ArrayList<>();
        for (Notice notice : notices) {
            Notice group = groupOf.get(notice.id());
            all.add(group == null ? notice : notice.with(notice.marks().withGroup(group.id())));
        }
        all.addAll(more);
        return all;
    }

    /** Episodes that people hear of for the first time. */
    private static void announced(List<Notice> members, Notice group, Map<CheckId, AlertState> alertStates) {
        for (Notice member : members) {
            if (member.kind() == Kind.PROBLEM) {
                alertStates.computeIfPresent(
                        member.finding().check(),
                        (check, alertState) ->
                                alertState.withEpisode(alertState.episode().announcedBy(group.id())));
            }
        }
    }

    private static List<Seen> seen(
            List<Finding> findings, Map<CheckId, State> states, Map<CheckId, AlertState> alertStates) {
        return findings.stream()
                .map(finding -> {
                    CheckId judged = isShadowed(finding, states)
                            ? finding.check().parent().orElseThrow()
                            : finding.check();
                    AlertState alertState = alertStates.get(judged);
                    return new Seen(
                            finding, alertState.state() == alertState.confirmed(), alertStates.get(finding.check()));
                })
                .toList();
    }

    /** Checks of a platform are asked together; a user's own services each by itself. */
    private static String askedWith(CheckId check) {
        return check.value().startsWith("service/") ? check.value() : check.platform();
    }

    private Map<String, Duration> unconfirmed(Map<CheckId, AlertState> alertStates) {
        Map<String, Duration> platforms = new TreeMap<>();
        alertStates.forEach((check, alertState) -> {
            if (alertState.row().length() > 0) {
                Duration pace = around.limits().apply(check).confirmEvery();
                platforms.merge(askedWith(check), pace, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        });
        return platforms;
    }
}
