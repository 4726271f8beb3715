package dev.freshwatch.alert;

import static dev.freshwatch.alert.Watch.only;
import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.UNKNOWN;
import static dev.freshwatch.freshness.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTrackerTest {

    private static final Finding WELL = Findings.session(OK);
    private static final CheckId REST = CheckId.of("misp", "intel", "rest");
    private static final CheckId WORKERS = CheckId.of("misp", "intel", "workers");

    private final Watch watch = new Watch();

    @Test
    void aProblemAndItsRecoveryShareTheEpisodeAndNotTheId() {
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
        Notice recovery = only(watch.cycle(WELL, Findings.alarms(OK)));

        assertThat(problem.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(recovery.kind()).isEqualTo(Kind.RECOVERY);
        assertThat(recovery.episode()).isEqualTo(problem.episode());
        assertThat(recovery.id()).isNotEqualTo(problem.id());
        assertThat(recovery.since()).isEqualTo(problem.finding().observedAt());
        assertThat(problem.platformHost()).isEqualTo("esm.example");
        assertThat(problem.marks()).isEqualTo(Notice.Marks.NONE);
    }

    @Test
    void aPlatformThatCanNotBeAskedMakesOneNotice() {
        List<Notice> notices =
                watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN), Watch.events(1, UNKNOWN));

        assertThat(only(notices).finding().check()).isEqualTo(Findings.SESSION);
    }

    @Test
    void childrenOfAnotherPlatformAreNotInItsShadow() {
        List<Notice> notices = watch.cycle(
                Findings.session(CRITICAL), Findings.finding(CheckId.of("esm", "other", "alarms"), CRITICAL));

        assertThat(notices).hasSize(2);
    }

    @Test
    void aChildThatIsStillBadAfterTheSessionIsBackIsToldOnceByAFreshLook() {
        watch.limits = AlertPolicy.DEFAULT.withConfirm(2, 1);
        watch.cycle(WELL, Findings.alarms(CRITICAL));
        watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN));
        only(watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN)));

        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL)))
                .extracting(Notice::kind)
                .containsExactly(Kind.RECOVERY);
        assertThat(only(watch.cycle(WELL, Findings.alarms(CRITICAL))).kind()).isEqualTo(Kind.PROBLEM);
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
    }

    @Test
    void aParentThatChangesItsStateDoesNotRepeatItsChildren() {
        only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        only(watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN)));
        Notice change = only(watch.cycle(Findings.session(WARNING), Findings.alarms(UNKNOWN)));
        only(watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN)));
        List<Notice> back = watch.cycle(WELL, Findings.alarms(CRITICAL));

        assertThat(change.finding().check()).isEqualTo(Findings.SESSION);
        assertThat(only(back).finding().check()).isEqualTo(Findings.SESSION);
    }

    @Test
    void aChildThatWasBadBeforeAndIsWellAfterwardsRecoversOnce() {
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        only(watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN)));
        List<Notice> back = watch.cycle(WELL, Findings.alarms(OK));

        assertThat(back).extracting(Notice::kind).containsExactly(Kind.RECOVERY, Kind.RECOVERY);
        assertThat(back.get(1).episode()).isEqualTo(problem.episode());
        assertThat(watch.cycle(WELL, Findings.alarms(OK))).isEmpty();
    }

    @Test
    void aMispChildIsInTheShadowOnlyWhileItIsUnknown() {
        List<Notice> notices = watch.cycle(Findings.finding(REST, CRITICAL), Findings.finding(WORKERS, CRITICAL));
        assertThat(notices).hasSize(2);

        for (int i = 0; i < 20; i++) {
            assertThat(watch.cycle(Findings.finding(REST, CRITICAL), Findings.finding(WORKERS, UNKNOWN)))
                    .isEmpty();
        }
    }

    @Test
    void unknownForLongCountsFromTheReturnOfTheParent() {
        watch.limits = AlertPolicy.DEFAULT.withTimes(Duration.ZERO, Duration.ofMinutes(3));
        for (int i = 0; i < 9; i++) {
            watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN));
        }
        watch.cycle(WELL, Findings.alarms(UNKNOWN));
        watch.cycle(WELL, Findings.alarms(UNKNOWN));

        assertThat(watch.cycle(WELL, Findings.alarms(UNKNOWN))).isEmpty();
        assertThat(only(watch.cycle(WELL, Findings.alarms(UNKNOWN))).kind()).isEqualTo(Kind.PROBLEM);
    }

    @Test
    void aSilenceIsHeededAndWhatLastsIsToldAtItsEnd() {
        watch.alertStates.silences.add(new Silence(
                "s", "esm/soc/al*", Findings.NOW, Findings.NOW.plusSeconds(150), "work", "ann", Findings.NOW, true));

        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL), Watch.events(1, CRITICAL)))
                .extracting(Notice::getCheck)
                .containsExactly("esm/soc/events/1");
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        assertThat(problem.since()).isEqualTo(Findings.NOW.plusSeconds(60));
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
    }

    @Test
    void anAcknowledgedProblemHasNoReminders() {
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        watch.alertStates.acknowledged.add(problem.episode());
        watch.limits = AlertPolicy.DEFAULT.withTimes(Duration.ofMinutes(2), Duration.ofHours(1));

        for (int i = 0; i < 5; i++) {
            assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
        }
        watch.alertStates.acknowledged.clear();
        assertThat(only(watch.cycle(WELL, Findings.alarms(CRITICAL))).kind()).isEqualTo(Kind.REMINDER);
    }

    @Test
    void whereSomethingIsUnconfirmedAnotherLookIsWantedSoon() {
        watch.limits = AlertPolicy.DEFAULT.withConfirm(2, 2);

        watch.cycle(WELL, Findings.alarms(CRITICAL));
        assertThat(watch.last.unconfirmed()).isEqualTo(Map.of("esm/soc", Duration.ofSeconds(30)));
        watch.cycle(WELL, Findings.alarms(CRITICAL));
        assertThat(watch.last.unconfirmed()).isEmpty();
        watch.cycle(WELL, Findings.alarms(OK));
        assertThat(watch.last.unconfirmed()).as("a recovery is not urgent").isEmpty();
        watch.cycle(WELL, Findings.alarms(UNKNOWN));
        assertThat(watch.last.unconfirmed()).as("nor is what cannot be asked").isEmpty();
        watch.cycle(Findings.finding(CheckId.of("service", "wiki", "page"), CRITICAL));
        assertThat(watch.last.unconfirmed()).containsOnlyKeys("service/wiki/page");
    }

    @Test
    void whatIsNotConfirmedIsSaid() {
        watch.limits = AlertPolicy.DEFAULT.withConfirm(2, 1);

        watch.cycle(WELL, Findings.alarms(CRITICAL));
        assertThat(watch.last.seen()).extracting(Seen::confirmed).containsExactly(true, false);
        watch.cycle(WELL, Findings.alarms(CRITICAL));
        assertThat(watch.last.seen()).extracting(Seen::confirmed).containsExactly(true, true);
        watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN));
        assertThat(watch.last.seen()).extracting(Seen::confirmed).containsExactly(false, false);
        watch.cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN));
        assertThat(watch.last.seen())
                .as("a child in the shadow is as sure as its parent")
                .extracting(Seen::confirmed)
                .containsExactly(true, true);
    }

    @Test
    void moreIsToldOnlyOfAnOpenProblemThatPeopleKnowOf() {
        Finding bad = Findings.alarms(CRITICAL);
        assertThat(watch.tell(Kind.HEALED, bad)).isEmpty();
        Notice problem = only(watch.cycle(WELL, bad));

        Notice healed = only(watch.tell(Kind.HEALED, Findings.alarms(OK)));

        assertThat(healed.kind()).isEqualTo(Kind.HEALED);
        assertThat(healed.episode()).isEqualTo(problem.episode());
        assertThat(healed.since()).isEqualTo(problem.since());
        watch.alertStates.silences.add(
                new Silence("s", "*", Findings.NOW, Instant.MAX, "work", "ann", Findings.NOW, true));
        assertThat(watch.tell(Kind.REMINDER, bad)).isEmpty();
    }
}
