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
 * Follows every check from cycle to cycle: takes the findings of a cycle, and returns the notices to send.
 *
 * <p>A check makes no notice of any kind while its parent, the check that it depends on, is not ok; a check that does
 * not need the parent for every call, only while it is itself unknown. It is judged afresh in the first cycle in which
 * its parent is ok again.
 */
public final class AlertTracker {

    private final AlertStateMachine rules;
    private final ClockStepDetector clock;
    private final Surroundings around;
    private final NoticeGrouping groups;
    private final ObservationTimes times;

    public AlertTracker(AlertStateMachine rules, ClockStepDetector clock, Surroundings around) {
        this.rules = rules;
        this.clock = clock;
        this.around = around;
        this.groups = new NoticeGrouping(around.newId());
        this.times = new ObservationTimes(around.pace());
    }

    /**
     * What is known of the checks besides their findings.
     *
     * @param newId        generates ids of notices
     * @param platformHost returns the host name of a check's platform, or null
     * @param limits       returns when notices are sent for a check
     * @param pace         returns how often a check is observed, or null if that is not known
     * @param maintenances the configured times without notices
     * @param settings     returns the settings in force for a finding, to be shown
     */
    public record Surroundings(
            Origin origin,
            Supplier<String> newId,
            Function<CheckId, String> platformHost,
            Function<CheckId, AlertPolicy> limits,
            Function<CheckId, CheckInterval> pace,
            List<Maintenance> maintenances,
            Function<Finding, List<AppliedSetting>> settings) {

        public Surroundings {
            maintenances = List.copyOf(maintenances);
        }

        /** Surroundings that show no settings. */
        public Surroundings(
                Origin origin,
                Supplier<String> newId,
                Function<CheckId, String> platformHost,
                Function<CheckId, AlertPolicy> limits,
                Function<CheckId, CheckInterval> pace,
                List<Maintenance> maintenances) {
            this(origin, newId, platformHost, limits, pace, maintenances, finding -> List.of());
        }
    }

    /**
     * Processes one cycle and stores the resulting states.
     *
     * @param alertStates must take part in the transaction that stores the notices
     */
    public TrackingResult track(List<Finding> findings, AlertStateStore alertStates) {
        Step step = clock.read();
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
        Instant cycleStart = ObservationTimes.cycleStart(findings, step.now());
        Map<CheckId, AlertState> after = new LinkedHashMap<>();
        List<Notice> notices = new ArrayList<>();
        for (Finding finding : findings) {
            AlertState alertState = after.getOrDefault(finding.check(), before.get(finding.check()));
            Evaluation evaluation = new Evaluation(
                    finding,
                    step.now(),
                    around.limits().apply(finding.check()),
                    isShadowed(finding, states),
                    silenceMatcher.of(finding.check(), finding.name()).isPresent(),
                    alertState.episode() != null
                            && acknowledged.contains(alertState.episode().id()),
                    times.gap(alertState, cycleStart, step.now()));
            AlertStateMachine.Step next = rules.next(alertState, evaluation);
            after.put(finding.check(), next.next().observedAt(times.countedFrom(finding, step)));
            next.told().ifPresent(kind -> notices.add(notice(next, step.now())));
        }
        List<Notice> all = grouped(notices, step.now(), after, alertStates);
        alertStates.remember(after.values());
        return new TrackingResult(all, seen(findings, states, after), unconfirmed(after), step);
    }

    /** To be called once everything that this cycle produced is committed. */
    public void settle(TrackingResult result) {
        clock.settle(result.step());
    }

    /**
     * Makes a notice about the open problem of a check outside of the cycles, for example that it was healed.
     *
     * @return empty if no problem is open that people were told about, or if the check is silenced
     */
    public Optional<Notice> noticeForOpenProblem(Kind kind, Finding finding, AlertStateStore alertStates) {
        Instant now = clock.read().now();
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

    /** Returns the same notices, followed by the group notices. */
    private List<Notice> grouped(
            List<Notice> notices, Instant now, Map<CheckId, AlertState> alertStates, AlertStateStore store) {
        Map<String, Notice> groupOf = new LinkedHashMap<>();
        List<Notice> more = new ArrayList<>();
        NoticeGrouping.byKey(notices).forEach((key, members) -> {
            int enough = around.limits().apply(members.get(0).finding().check()).groupAt();
            if (members.size() < enough) {
                return;
            }
            Notice group = groups.combine(key.platform(), members, now);
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

    /** Marks the episodes that are announced for the first time. */
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

    private List<Seen> seen(List<Finding> findings, Map<CheckId, State> states, Map<CheckId, AlertState> alertStates) {
        return findings.stream()
                .map(finding -> {
                    CheckId judged = isShadowed(finding, states)
                            ? finding.check().parent().orElseThrow()
                            : finding.check();
                    AlertState alertState = alertStates.get(judged);
                    CheckInterval interval = around.pace().apply(finding.check());
                    return new Seen(
                            finding,
                            alertState.state() == alertState.confirmed(),
                            alertStates.get(finding.check()),
                            interval == null ? null : interval.every(),
                            around.settings().apply(finding));
                })
                .toList();
    }

    /** All checks of a platform are asked together, services one by one, sources with their list. */
    private static String askedWith(CheckId check) {
        if (check.isSource()) {
            return check.parent().orElseThrow().value();
        }
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
