package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sinks that hang, hide their failures, or cannot be booked. */
class RoughSinkTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTryThatHangsIsGivenUpAndOthersGoOn(boolean interruptible) {
        OutboxTimes times = Desk.QUICK.withTryLimit(Duration.ofMillis(300));
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger hangs = new AtomicInteger();
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder, FailureRule.TRY_AGAIN, times, InstantSource.system(), Set.of())
                .sink("webhook", exchange -> {
                    if (Desk.id(exchange).startsWith("hang") && hangs.incrementAndGet() <= 4) {
                        while (!hasEnded(never, interruptible)) {
                            Thread.onSpinWait();
                        }
                    }
                    arrived.add(Desk.id(exchange));
                })) {
            client.start();
            for (int i = 0; i < 4; i++) {
                client.put("webhook", Notices.problem("hang" + i, "a/b/" + i));
            }
            client.put("webhook", Notices.problem("n1", "a/b/c"));
            await().until(() -> arrived.contains("n1"));
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(client.texts("SELECT COALESCE(last_reason, '-') FROM delivery"))
                    .allMatch("-"::equals);
            assertThat(client.rows().subList(0, 4)).allMatch(row -> row.matches(".* delivered [2-9]"));
            never.countDown();
        }
    }

    private static boolean hasEnded(CountDownLatch never, boolean interruptible) throws InterruptedException {
        try {
            return never.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            if (interruptible) {
                throw e;
            }
            return false;
        }
    }

    @Test
    void aFailureThatTheRouteHidesIsAFailure() {
        AtomicInteger tries = new AtomicInteger();
        try (Desk client = new Desk(folder).route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true);
                from("outbox:mail").process(exchange -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("500");
                    }
                });
            }
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            await().untilAsserted(() -> assertThat(client.rows()).containsExactly("n1 mail delivered 2"));
        }
    }

    @Test
    void anOutcomeThatCanNotBeWrittenIsWrittenLaterAndNothingIsSentTwice() throws Exception {
        List<String> arrived = new CopyOnWriteArrayList<>();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Desk client = new Desk(folder).sink("syslog", exchange -> {
            arrived.add(Desk.id(exchange));
            inside.countDown();
            go.await();
        })) {
            client.start();
            client.put("syslog", Notices.problem("n1", "a/b/c"));
            client.put("syslog", Notices.problem("n2", "a/b/d"));
            inside.await();
            client.sql("CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT RAISE(FAIL, 'no space'); END");
            go.countDown();
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> arrived.size() <= 2);
            assertThat(client.rows()).allMatch(row -> row.endsWith("pending 0"));
            client.sql("DROP TRIGGER full");
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(arrived).containsExactlyInAnyOrder("n1", "n2");
        }
    }

    @Test
    void aStoreThatFailsWhileARowIsHandedOutKeepsNoLaneBusy() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder).sink("syslog", exchange -> arrived.add(Desk.id(exchange)))) {
            UnitOfWork unitOfWork = client.store.begin();
            Desk.put(unitOfWork, Notices.problem("n1", "a/b/c"), "syslog");
            unitOfWork.commit();
            client.sql("CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT RAISE(FAIL, 'no space'); END");
            client.start();
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(60))
                    .until(arrived::isEmpty);
            client.sql("DROP TRIGGER full");
            await().untilAsserted(() -> assertThat(client.rows()).containsExactly("n1 syslog delivered 1"));
            assertThat(arrived).containsExactly("n1");
        }
    }

    @Test
    void aStoredNoticeThatCanNotBeReadIsGivenUp() {
        try (Desk client = new Desk(folder).sink("mail", exchange -> {})) {
            UnitOfWork unitOfWork = client.store.begin();
            Desk.put(unitOfWork, Notices.problem("n1", "a/b/c"), "mail");
            unitOfWork.commit();
            client.sql("UPDATE notice SET payload = '{}'");
            client.start();
            await().untilAsserted(() -> assertThat(client.rows()).containsExactly("n1 mail failed 1"));
        }
    }
}
