package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.Kept;
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

    private Desk client(Duration asked) {
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
    private static void failSeveralTimes(Desk client) {
        client.put("mail", Notices.problem("p", "a/b/c"));
        await().until(() -> client.rows(), rows -> rows.get(0).matches("p mail pending [3-9]"));
    }

    @Test
    void drillIsTriedBeforeTheEndOfAPauseAndBeforeAllOthers() {
        try (Desk client = client(null)) {
            failSeveralTimes(client);
            up.set(true);
            client.put("mail", Notices.notice("d", "freshwatch/drill", Kind.DRILL, "e"));
            await().atMost(Duration.ofSeconds(60)).until(() -> taken.size() > 0);

            assertThat(taken.get(0))
                    .as("not the one that waits for the end of the pause")
                    .isEqualTo("d");
        }
    }

    @Test
    void sinkThatAskedForAPauseHasIt() {
        try (Desk client = client(Duration.ofSeconds(3))) {
            client.put("mail", Notices.problem("p", "a/b/c"));
            await().until(() -> client.rows(), rows -> rows.contains("p mail pending 1"));
            up.set(true);
            long start = System.nanoTime();
            client.put("mail", Notices.notice("d", "freshwatch/drill", Kind.DRILL, "e"));
            assertThat(new DeliveryTracker(client.store).closedUntil("mail")).isPresent();
            await().until(() -> taken.size() == 2);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(taken).first().isEqualTo("d");
        }
    }
}
