package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dispatcher that stands still is noticed; a sink that takes its time is another matter. */
class HangingDispatcherTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final CountDownLatch clockGoesOn = new CountDownLatch(1);
    private final CountDownLatch sinkGoesOn = new CountDownLatch(1);
    private volatile boolean clockStops;

    private Instant now() {
        if (clockStops && Thread.currentThread().getName().contains("mail-dispatcher")) {
            hold(clockGoesOn);
        }
        return Instant.now();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void onlyTheOneThatDecides() {
        try (Desk desk = new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, this::now, Set.of())
                .sink("mail", exchange -> hold(sinkGoesOn))
                .start()) {
            try {
                desk.put("mail", Notices.problem("n1", "esm/soc/alarms"));
                await("it is handed out").until(() -> desk.component.served().isServing());
                await("a slow sink is no hanging dispatcher")
                        .during(PATIENCE.multipliedBy(2))
                        .until(() -> desk.component.hanging(PATIENCE).isEmpty());

                clockStops = true;
                sinkGoesOn.countDown();
                await("the outcome is not decided").untilAsserted(() -> assertThat(desk.component.hanging(PATIENCE))
                        .containsExactly("mail"));
            } finally {
                sinkGoesOn.countDown();
                clockGoesOn.countDown();
            }
            await("it goes on").untilAsserted(() -> {
                assertThat(desk.component.hanging(PATIENCE)).isEmpty();
                assertThat(desk.rows()).containsExactly("n1 mail delivered 1");
            });
        }
    }
}
