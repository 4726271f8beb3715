package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.freshness.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A notice of several names what people got when these began, so that it can stand in their threads. */
class GroupThreadsTest {

    private final NoticeGrouping groups = new NoticeGrouping(() -> "id");

    /** @param announcedBy null = by a notice of its own */
    private static Notice recovery(String episode, String announcedBy) {
        return new Notice(
                        episode + "-ends",
                        Kind.RECOVERY,
                        episode,
                        Findings.alarms(State.OK),
                        Findings.NOW,
                        Findings.NOW,
                        new Origin("watch", 1),
                        null)
                .with(Marks.NONE.withAnnouncedBy(announcedBy));
    }

    private List<String> threads(List<Notice> members) {
        return groups.combine("esm/soc", members, Findings.NOW).marks().threads();
    }

    @Test
    void eachBeginningOnceAndTheMostFrequentLast() {
        assertThat(threads(List.of(
                        recovery("e1", "g1"), recovery("e2", null), recovery("e3", "g1"), recovery("e4", "g2"))))
                .containsExactly("e2", "g2", "g1");
    }

    @Test
    void ofManyOnlySome() {
        List<Notice> members = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            members.add(recovery("e" + i, null));
        }
        members.add(recovery("f1", "g"));
        members.add(recovery("f2", "g"));
        assertThat(threads(members)).hasSize(20).last().isEqualTo("g");
    }

    @Test
    void problemBeginsAThread() {
        Notice problem = new Notice(
                "p",
                Kind.PROBLEM,
                "e",
                Findings.alarms(State.CRITICAL),
                Findings.NOW,
                Findings.NOW,
                new Origin("watch", 1),
                null);
        assertThat(threads(List.of(problem, problem))).isEmpty();
    }
}
