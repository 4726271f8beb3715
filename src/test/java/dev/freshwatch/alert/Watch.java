package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link AlertTracker} with clocks that are moved by hand, for tests. Its checks are looked at each minute. */
final class Watch {

    static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(3);

    final Remembered alertStates = new Remembered();
    final List<Maintenance> maintenances = new ArrayList<>();
    AlertPolicy limits = AlertPolicy.DEFAULT;
    Instant wall = Findings.NOW;
    Duration passed = Duration.ofHours(5);
    TrackingResult last;

    private final AtomicInteger ids = new AtomicInteger();
    private AlertTracker follow;

    Watch() {
        start();
    }

    /** As a new process does: what is remembered is there, what was in memory is not. */
    void start() {
        ClockStepDetector clock = new ClockStepDetector(() -> wall, () -> passed);
        follow = new AlertTracker(
                new AlertStateMachine(() -> "episode-" + ids.incrementAndGet()),
                clock,
                new AlertTracker.Surroundings(
                        new Notice.Origin("watch", 42),
                        () -> "notice-" + ids.incrementAndGet(),
                        check -> "esm.example",
                        check -> limits,
                        check -> new CheckInterval(EVERY, LONGEST),
                        maintenances));
    }

    /** Time goes on, for both clocks. */
    Watch after(Duration time) {
        wall = wall.plus(time);
        passed = passed.plus(time);
        return this;
    }

    /** Somebody sets the wall clock. */
    Watch clockSetBy(Duration step) {
        wall = wall.plus(step);
        return this;
    }

    /** One cycle, a minute after the last one. */
    List<Notice> cycle(Finding... findings) {
        return after(EVERY).now(findings);
    }

    /** One cycle now. */
    List<Notice> now(Finding... findings) {
        return followed(observed(findings));
    }

    /** One cycle whose answers came before somebody set the clock, and were followed after that. */
    List<Notice> nowButClockSetAfterTheLooks(Duration step, Finding... findings) {
        List<Finding> observed = observed(findings);
        clockSetBy(step);
        return followed(observed);
    }

    /** One cycle that takes long from its looks to its end. */
    List<Notice> nowButTaking(Duration time, Finding... findings) {
        List<Finding> observed = observed(findings);
        after(time);
        return followed(observed);
    }

    /** One cycle now, of which nothing is kept. */
    void rolledBack(Finding... findings) {
        Map<CheckId, AlertState> before = Map.copyOf(alertStates.alertStates);
        follow.track(observed(findings), alertStates);
        alertStates.alertStates.clear();
        alertStates.alertStates.putAll(before);
    }

    private List<Finding> observed(Finding... findings) {
        return Arrays.stream(findings).map(finding -> at(finding, wall)).toList();
    }

    private List<Notice> followed(List<Finding> findings) {
        last = follow.track(findings, alertStates);
        follow.settle(last);
        return last.notices();
    }

    List<Notice> tell(Kind kind, Finding finding) {
        return follow.noticeForOpenProblem(kind, finding, alertStates).stream().toList();
    }

    static Finding events(int device, State state) {
        return Findings.finding(CheckId.of("esm", "soc", "events", Integer.toString(device)), state);
    }

    static Notice only(List<Notice> notices) {
        assertThat(notices).hasSize(1);
        return notices.get(0);
    }

    private static Finding at(Finding finding, Instant now) {
        return new Finding(
                finding.check(),
                finding.subject(),
                finding.name(),
                finding.state(),
                finding.reason(),
                finding.text(),
                finding.lastActivity(),
                finding.age(),
                finding.limits(),
                now,
                null);
    }
}
