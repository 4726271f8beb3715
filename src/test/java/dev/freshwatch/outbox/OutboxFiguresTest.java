package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Prints how fast the store and the outbox are. What is asserted is only what must hold on any machine. */
@Tag("soak")
@ParameterizedClass
@EnumSource(Kept.class)
class OutboxFiguresTest {

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    @Test
    void aCycleOfAThousandChecksIsOneTransaction() {
        List<CheckId> checks = IntStream.range(0, 1000)
                .mapToObj(i -> new CheckId("esm/soc/events/" + (144116287587483648L + i)))
                .toList();
        try (Store store = Desk.open(folder, InstantSource.system())) {
            long[] took = new long[20];
            for (int cycle = 0; cycle < took.length; cycle++) {
                Instant now = Instant.ofEpochMilli(cycle);
                long began = System.nanoTime();
                UnitOfWork unitOfWork = store.begin();
                List<AlertState> alertStates = AlertStateTable.in(unitOfWork).of(checks).values().stream()
                        .map(alertState -> new AlertState(alertState.check(), State.OK, now, null, null))
                        .toList();
                AlertStateTable.in(unitOfWork).remember(alertStates);
                unitOfWork.commit();
                took[cycle] = System.nanoTime() - began;
            }
            print("1,000 lives read and written in one transaction", took, "first " + took[0] / 1_000_000 + " ms");
        }
    }

    @Test
    void theTimeFromCommitToSink() {
        List<Long> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder)
                .sink("syslog", exchange -> arrived.add(System.nanoTime()))
                .route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:put").policy("oneTransaction").to("outbox:syslog");
                    }
                })
                .start()) {
            long[] commits = new long[300];
            long[] latencies = new long[commits.length];
            for (int i = 0; i < commits.length; i++) {
                Notice notice = Notices.problem("n" + i, "a/b/c");
                int expected = i + 1;
                long began = System.nanoTime();
                client.template.sendBody("direct:put", notice);
                long committed = System.nanoTime();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> arrived.size() == expected);
                commits[i] = committed - began;
                latencies[i] = Math.max(0, arrived.get(i) - committed);
            }
            print("one notice put and committed", commits, "");
            print("from commit to the sink's processor", latencies, "");
        }
    }

    @Test
    void tenThousandThatWaitedArriveInOrderAndOnce() {
        int all = 10_000;
        int checks = 100;
        AtomicInteger[] next = new AtomicInteger[checks];
        Arrays.setAll(next, i -> new AtomicInteger());
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger arrived = new AtomicInteger();
        try (Desk client = new Desk(folder)) {
            long began = System.nanoTime();
            List<Notice> batch = new ArrayList<>();
            for (int i = 0; i < all; i++) {
                batch.add(Notices.problem(Integer.toString(i / checks) + ":" + i % checks, "a/b/" + i % checks));
            }
            UnitOfWork unitOfWork = client.store.begin();
            batch.forEach(notice -> Desk.put(unitOfWork, notice, "syslog"));
            unitOfWork.commit();
            System.out.printf(Locale.ROOT, "10,000 notices put in one transaction: %d ms%n", millis(began));
        }
        try (Desk client = new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, InstantSource.system(), Set.of())
                .sink("syslog", exchange -> {
                    String[] id = Desk.id(exchange).split(":");
                    if (next[Integer.parseInt(id[1])].getAndIncrement() != Integer.parseInt(id[0])) {
                        wrong.incrementAndGet();
                    }
                    arrived.incrementAndGet();
                })) {
            long began = System.nanoTime();
            client.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> arrived.get() == all);
            long took = millis(began);
            System.out.printf(
                    Locale.ROOT, "10,000 drained over 100 checks: %d ms, %d a second%n", took, all * 1000L / took);
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(wrong.get()).isZero();
            assertThat(arrived.get()).isEqualTo(all);
        }
    }

    @Test
    void aCycleCommitsWhileThreeSinksDrain() {
        AtomicInteger arrived = new AtomicInteger();
        List<String> sinks = List.of("syslog", "mail", "webhook");
        try (Desk client = new Desk(folder)) {
            sinks.forEach(sink -> client.sink(sink, exchange -> arrived.incrementAndGet()));
            UnitOfWork unitOfWork = client.store.begin();
            for (int i = 0; i < 3000; i++) {
                Notice notice = Notices.problem("n" + i, "a/b/" + i % 100);
                sinks.forEach(sink -> Desk.put(unitOfWork, notice, sink));
            }
            unitOfWork.commit();
            client.start();
            List<Long> took = new ArrayList<>();
            while (arrived.get() < 9000) {
                long began = System.nanoTime();
                UnitOfWork cycle = client.store.begin();
                Instant now = Instant.ofEpochMilli(took.size());
                AlertStateTable.in(cycle)
                        .remember(List.of(new AlertState(new CheckId("a/b/c"), State.OK, now, null, null)));
                cycle.commit();
                took.add(System.nanoTime() - began);
            }
            print(
                    "a commit while three sinks drain",
                    took.stream().mapToLong(Long::longValue).toArray(),
                    "");
        }
    }

    @Test
    void anEmptyStoreOpensInAProcessOfItsOwn() throws Exception {
        for (String what : List.of("made", "opened again")) {
            Process child = Children.java(OpenOnce.class, "jdbc:sqlite:" + folder.resolve("state/f.db"));
            String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            System.out.println("store " + what + " in a fresh JVM: " + answer);
            assertThat(answer).endsWith("ms");
        }
    }

    /** Opens a store and says how long that took. */
    static final class OpenOnce {
        public static void main(String[] url) {
            long began = System.nanoTime();
            try (Store store = Store.open(url[0], InstantSource.system())) {
                System.out.println(millis(began) + " ms"
                        + store.setAside().map(Path::toString).orElse(""));
            }
        }
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static void print(String what, long[] nanos, String more) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, p99 %.1f ms %s%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                more);
    }
}
