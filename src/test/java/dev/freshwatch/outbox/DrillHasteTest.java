package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.notice.Kind;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who makes a drill wants to know now: it does not wait for the end of a pause. */
class DrillHasteTest {

    @TempDir
    Path folder;

    private final AtomicBoolean up = new AtomicBoolean();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    private Desk desk(Duration asked) {
        Kept.SQLITE.prepare(folder);
        FailureRule rule = failure -> Verdict.tryAgain("no connection", asked, Peer.UNREACHED);
        OutboxTimes slow = OutboxTimes.DEFAULT.with(Duration.ofMinutes(2), Duration.ofDays(7));
        return new Desk(folder, rule, slow, InstantSource.system(), Set.of())
                .sink("mail", exchange -> {
                    if (!up.get()) {
                        throw new IllegalStateException("down");
                    }
                    taken.add(Desk.id(exchange));
                })
                .start();
    }

    /** The pause after three failures is longer than anything here waits. */
    private static void failSeveralTimes(Desk desk) {
        desk.put("mail", Notices.problem("p", "a/b/c"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> desk.rows(), rows -> rows.get(0).matches("p mail pending [3-9]"));
    }

    @Test
    void drillIsTriedBeforeTheEndOfAPauseAndBeforeAllOthers() {
        try (Desk desk = desk(null)) {
            failSeveralTimes(desk);
            up.set(true);
            long start = System.nanoTime();
            desk.put("mail", Notices.notice("d", "freshwatch/drill", Kind.DRILL, "e"));
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() > 0);

            assertThat(taken.get(0)).isEqualTo("d");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void sinkThatAskedForAPauseHasIt() {
        try (Desk desk = desk(Duration.ofSeconds(3))) {
            desk.put("mail", Notices.problem("p", "a/b/c"));
            await().until(() -> desk.rows(), rows -> rows.contains("p mail pending 1"));
            up.set(true);
            long start = System.nanoTime();
            desk.put("mail", Notices.notice("d", "freshwatch/drill", Kind.DRILL, "e"));
            assertThat(new Trail(desk.store).closedUntil("mail")).isPresent();
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() == 2);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(taken).first().isEqualTo("d");
        }
    }
}
