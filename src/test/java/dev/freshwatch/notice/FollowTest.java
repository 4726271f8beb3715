package dev.freshwatch.notice;

import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FollowTest {

    private final AtomicInteger ids = new AtomicInteger();
    private final Remembered lives = new Remembered();
    private final Follow follow = new Follow(
            new LifeRules(Duration.ofMinutes(15), () -> "episode-" + ids.incrementAndGet()),
            InstantSource.fixed(Findings.NOW),
            new Notice.Origin("watch", 42),
            () -> "notice-" + ids.incrementAndGet(),
            check -> "esm.example");

    @Test
    void aProblemAndItsRecoveryShareTheEpisodeAndNotTheId() {
        Notice problem = only(cycle(Findings.session(OK), Findings.alarms(CRITICAL)));
        assertThat(cycle(Findings.session(OK), Findings.alarms(CRITICAL))).isEmpty();
        Notice recovery = only(cycle(Findings.session(OK), Findings.alarms(OK)));

        assertThat(problem.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(recovery.kind()).isEqualTo(Kind.RECOVERY);
        assertThat(recovery.episode()).isEqualTo(problem.episode());
        assertThat(recovery.id()).isNotEqualTo(problem.id());
        assertThat(recovery.since()).isEqualTo(Findings.NOW);
        assertThat(problem.platformHost()).isEqualTo("esm.example");
    }

    @Test
    void aPlatformThatCanNotBeAskedMakesOneNotice() {
        List<Notice> notices = cycle(
                Findings.session(CRITICAL),
                Findings.alarms(UNKNOWN),
                Findings.finding(CheckId.of("esm", "soc", "events", "1"), UNKNOWN));

        assertThat(only(notices).finding().check()).isEqualTo(Findings.SESSION);
    }

    @Test
    void childrenOfAnotherPlatformAreNotInItsShadow() {
        List<Notice> notices =
                cycle(Findings.session(CRITICAL), Findings.finding(CheckId.of("esm", "other", "alarms"), CRITICAL));

        assertThat(notices).hasSize(2);
    }

    @Test
    void aChildThatIsStillBadAfterTheSessionIsBackIsTold() {
        cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN));
        List<Notice> back = cycle(Findings.session(OK), Findings.alarms(CRITICAL));

        assertThat(back).extracting(Notice::kind).containsExactly(Kind.RECOVERY, Kind.PROBLEM);
        assertThat(back)
                .extracting(notice -> notice.finding().check())
                .containsExactly(Findings.SESSION, Findings.ALARMS);
    }

    @Test
    void aChildThatWasBadBeforeAndIsWellAfterwardsRecoversOnce() {
        Notice problem = only(cycle(Findings.session(OK), Findings.alarms(CRITICAL)));
        only(cycle(Findings.session(CRITICAL), Findings.alarms(UNKNOWN)));
        List<Notice> back = cycle(Findings.session(OK), Findings.alarms(OK));

        assertThat(back).extracting(Notice::kind).containsExactly(Kind.RECOVERY, Kind.RECOVERY);
        assertThat(back.get(1).episode()).isEqualTo(problem.episode());
        assertThat(cycle(Findings.session(OK), Findings.alarms(OK))).isEmpty();
    }

    private List<Notice> cycle(Finding... findings) {
        return follow.follow(List.of(findings), lives);
    }

    private static Notice only(List<Notice> notices) {
        assertThat(notices).hasSize(1);
        return notices.get(0);
    }

    private static final class Remembered implements Lives {

        private final Map<CheckId, Life> lives = new HashMap<>();

        @Override
        public Map<CheckId, Life> of(Collection<CheckId> checks) {
            return checks.stream()
                    .collect(Collectors.toMap(check -> check, check -> lives.getOrDefault(check, Life.unborn(check))));
        }

        @Override
        public void remember(Collection<Life> changed) {
            changed.forEach(life -> lives.put(life.check(), life));
        }
    }
}
