package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class RetryTest {

    private static final FailureRule BY_MESSAGE = failure -> {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("550")
                ? Verdict.permanent(message)
                : Verdict.tryAgain(
                        message,
                        message.startsWith("after ") ? Duration.parse(message.substring(6)) : null,
                        message.startsWith("partly") ? Peer.PARTLY : Peer.ANSWERED);
    };

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private Desk client(OutboxTimes times, InstantSource clock) {
        return new Desk(folder, BY_MESSAGE, times, clock, Set.of());
    }

    private Desk client() {
        return client(Desk.QUICK, InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({
        "1, , PT0.8S, PT1S",
        "2, , PT1.6S, PT2S",
        "3, , PT3.2S, PT4S",
        "7, , PT51.2S, PT64S",
        "8, , PT96S, PT2M",
        "2000, , PT96S, PT2M",
        "1, PT0.1S, PT0.8S, PT1S",
        "1, PT30S, PT30S, PT30S",
        "9, PT10M, PT10M, PT10M",
        "1, PT3H, PT1H, PT1H"
    })
    void pausesDoubleUpToTheLongestAndObeyTheSink(int failures, Duration asked, Duration least, Duration most) {
        for (double random : new double[] {0, 0.5, 0.999}) {
            Duration pause = OutboxTimes.DEFAULT.pause(failures, asked, new Fixed(random));
            assertThat(pause).isBetween(least, most);
        }
    }

    private record Fixed(double value) implements java.util.random.RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return value;
        }
    }

    @Test
    void aSinkThatComesBackGetsItsNoticeOnce() {
        List<Long> tries = new CopyOnWriteArrayList<>();
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (Desk client = client().sink("mail", exchange -> {
            tries.add(System.nanoTime());
            attempts.add(exchange.getProperty(OutboxConsumer.ATTEMPT, Integer.class));
            if (tries.size() < 4) {
                throw new IllegalStateException("500");
            }
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            await().untilAsserted(() -> assertThat(client.rows()).containsExactly("n1 mail delivered 4"));
            assertThat(attempts).containsExactly(1, 2, 3, 4);
            assertThat(pause(tries, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(32));
            assertThat(pause(tries, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(64));
            assertThat(pause(tries, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(128));
        }
    }

    private static Duration pause(List<Long> tries, int after) {
        return Duration.ofNanos(tries.get(after + 1) - tries.get(after));
    }

    /** One addressee of many that is not to be had must not keep the others from what comes next, over a restart too. */
    @Test
    void whatIsLeftOfANoticeIsTriedAgainBesideWhatComesNext() {
        AtomicBoolean full = new AtomicBoolean(true);
        List<String> arrived = new CopyOnWriteArrayList<>();
        org.apache.camel.Processor mailbox = exchange -> {
            if (Desk.id(exchange).equals("n1") && full.get()) {
                throw new IllegalStateException("partly: 452");
            }
            arrived.add(Desk.id(exchange));
        };
        try (Desk client = client().sink("mail", mailbox)) {
            client.start();
            for (String id : List.of("n1", "n2", "n3")) {
                client.put("mail", Notices.problem(id, "a/b/c"));
            }
            await().untilAsserted(() -> assertThat(arrived).containsExactly("n2", "n3"));
            await().untilAsserted(() -> assertThat(client.texts("SELECT lane FROM delivery WHERE state = 'pending'"))
                    .containsExactly("rest/n1"));
        }
        try (Desk client = client().sink("mail", mailbox)) {
            client.start();
            client.put("mail", Notices.problem("n4", "a/b/c"));
            await().untilAsserted(() -> assertThat(arrived).containsExactly("n2", "n3", "n4"));
            full.set(false);
            await().untilAsserted(() -> assertThat(arrived).containsExactly("n2", "n3", "n4", "n1"));
            await().untilAsserted(() ->
                    assertThat(DeliveryTable.backlog(client.store)).isEmpty());
        }
    }

    @Test
    void theSinksOwnPauseIsObeyed() {
        List<Long> tries = new CopyOnWriteArrayList<>();
        try (Desk client = client().sink("webhook", exchange -> {
            tries.add(System.nanoTime());
            if (tries.size() == 1) {
                throw new IllegalStateException("after PT0.6S");
            }
        })) {
            client.start();
            client.put("webhook", Notices.problem("n1", "a/b/c"));
            await().until(() -> tries.size() == 2);
            assertThat(pause(tries, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        }
    }

    @Test
    void aNoticeRefusedForGoodConcernsOnlyItself() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = client().sink("mail", exchange -> {
            if (Desk.id(exchange).equals("n1")) {
                throw new IllegalStateException("550 no such\r\nuser");
            }
            arrived.add(Desk.id(exchange));
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            client.put("mail", Notices.problem("n2", "a/b/c"));
            await().until(() -> arrived.contains("n2"));
            await().untilAsserted(
                            () -> assertThat(client.rows()).containsExactly("n1 mail failed 1", "n2 mail delivered 1"));
            FailedDelivery failed = DeliveryTable.lastFailures(client.store, 10).get(0);
            assertThat(failed.reason()).isEqualTo("550 no such  user");
            assertThat(failed.check()).isEqualTo(new CheckId("a/b/c"));
            assertThat(DeliveryTable.lastFailures(client.store, 10)).hasSize(1);
        }
    }

    @Test
    void aSinkThatIsDownIsAskedByOneNoticeAtATime() {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean up = new AtomicBoolean();
        OutboxTimes slower = new OutboxTimes(
                Duration.ofMillis(100),
                Duration.ofMillis(400),
                Duration.ofDays(7),
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofDays(30));
        try (Desk client = client(slower, InstantSource.system()).sink("syslog", exchange -> {
            tries.incrementAndGet();
            if (!up.get()) {
                throw new java.net.ConnectException("refused");
            }
        })) {
            for (int i = 0; i < 200; i++) {
                UnitOfWork unitOfWork = client.store.begin();
                Desk.put(unitOfWork, Notices.problem("n" + i, "a/b/" + i), "syslog");
                unitOfWork.commit();
            }
            long began = System.nanoTime();
            client.start();
            await().until(() -> tries.get() >= 7);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            // four at first, then one after 100, 200 and 400 ms, each shortened by up to a fifth
            assertThat(took).isGreaterThan(Duration.ofMillis(550));
            up.set(true);
            await().untilAsserted(() ->
                    assertThat(DeliveryTable.backlog(client.store)).isEmpty());
            assertThat(tries.get()).isLessThan(220);
        }
    }

    @Test
    void oneNoticeThatAlwaysFailsDoesNotStopTheOthers() {
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        try (Desk client = client().sink("webhook", exchange -> {
            if (tries.merge(Desk.id(exchange), 1, Integer::sum) > 0
                    && Desk.id(exchange).equals("poison")) {
                throw new IllegalStateException("500");
            }
        })) {
            client.start();
            client.put("webhook", Notices.problem("poison", "a/b/poison"));
            for (int i = 0; i < 20; i++) {
                client.put("webhook", Notices.problem("n" + i, "a/b/" + i));
            }
            await().until(() -> tries.size() == 21);
            await().untilAsserted(() -> assertThat(
                            DeliveryTable.backlog(client.store).get(0).pending())
                    .isEqualTo(1));
        }
    }

    @Test
    void retriesGoOnAfterARestart() {
        try (Desk client = client().sink("mail", exchange -> {
            throw new IllegalStateException("500");
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            await().until(() -> !client.rows().equals(List.of("n1 mail pending 0")));
        }
        AtomicInteger attempt = new AtomicInteger();
        try (Desk client = client().sink(
                        "mail", exchange -> attempt.set(exchange.getProperty(OutboxConsumer.ATTEMPT, Integer.class)))) {
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(attempt.get()).isGreaterThan(1);
        }
    }

    @Test
    void whatIsUndeliveredForTooLongIsGivenUp() {
        AtomicReference<Instant> now = new AtomicReference<>(Notices.NOON);
        try (Desk client = client(Desk.QUICK, now::get).sink("mail", exchange -> {
            throw new IllegalStateException("500");
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            await().until(() -> !client.rows().equals(List.of("n1 mail pending 0")));
            now.set(Notices.NOON.plus(Duration.ofDays(7)));
            await().untilAsserted(() -> assertThat(DeliveryTable.lastFailures(client.store, 1))
                    .extracting(FailedDelivery::reason)
                    .containsExactly("kept for 7 d; 500"));
        }
    }

    @Test
    void aClockSetBackDelaysNothing() {
        AtomicReference<Instant> now = new AtomicReference<>(Notices.NOON);
        AtomicInteger tries = new AtomicInteger();
        try (Desk client = client(Desk.QUICK, now::get).sink("mail", exchange -> {
            if (tries.incrementAndGet() == 1) {
                now.set(Notices.NOON.minus(Duration.ofDays(300)));
                throw new IllegalStateException("500");
            }
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            client.put("mail", Notices.problem("n2", "a/b/c"));
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
        }
    }
}
