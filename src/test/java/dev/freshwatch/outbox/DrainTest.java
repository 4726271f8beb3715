package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.store.UnitOfWork;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long queue, and a sink that hangs. Prints its figures; what is asserted must hold on a busy machine too. */
@Tag("soak")
class DrainTest {

    private static final int ALL = 10_000;
    private static final int CHECKS = 100;

    @TempDir
    Path folder;

    @Test
    void tenThousandThatWaitedOverADeadSinkAndARestartArriveInOrderAndOnceWithMemoryFlat() throws Exception {
        int port = freePort();
        try (Desk client = SyslogDrain.route(new Desk(folder), port)) {
            UnitOfWork unitOfWork = client.store.begin();
            for (int i = 0; i < ALL; i++) {
                Desk.put(unitOfWork, Notices.problem(i / CHECKS + ":" + i % CHECKS, "a/b/" + i % CHECKS), "syslog");
            }
            unitOfWork.commit();
            client.start();
            await().until(() -> !client.texts("SELECT reason FROM sink_state WHERE failing_since IS NOT NULL")
                    .isEmpty());
        }
        Map<String, Integer> next = new HashMap<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        List<Long> heap = new CopyOnWriteArrayList<>();
        AtomicInteger taken = new AtomicInteger();
        try (SyslogDrain drain = new SyslogDrain(port, (id, check) -> {
                    int number = next.merge(check, 1, Integer::sum) - 1;
                    if (!id.equals(number + ":" + check.substring(4))) {
                        wrong.add(id);
                    }
                    if (taken.incrementAndGet() % 4000 == 1000) {
                        heap.add(heap());
                    }
                });
                Desk client = SyslogDrain.route(new Desk(folder), port)) {
            assertThat(DeliveryTable.backlog(client.store).get(0).pending()).isEqualTo(ALL);
            long began = System.nanoTime();
            long cpuBegan = cpu();
            client.start();
            await().atMost(Duration.ofMinutes(3)).until(() -> drain.count() >= ALL);
            long took = (System.nanoTime() - began) / 1_000_000;
            long cpu = (cpu() - cpuBegan) / 1_000_000;
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            System.out.printf(
                    Locale.ROOT,
                    "10,000 waiting notices drained to a syslog collector over TCP: %d ms, %d a second; processor"
                            + " time of both ends %d ms; heap after collections %s MB%n",
                    took,
                    ALL * 1000L / took,
                    cpu,
                    heap.stream()
                            .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes / 1e6))
                            .toList());
            assertThat(wrong).isEmpty();
            assertThat(drain.count()).isEqualTo(ALL);
            assertThat(next).hasSize(CHECKS);
            assertThat(heap).hasSize(3);
            assertThat(heap.get(2) - heap.get(0)).isLessThan(4_000_000);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aHangingSinkDelaysTheOthersByNothingThatCanBeMeasured() {
        CountDownLatch never = new CountDownLatch(1);
        List<Long> arrived = new CopyOnWriteArrayList<>();
        AtomicInteger hanging = new AtomicInteger();
        try (Desk client = new Desk(folder)
                .sink("webhook", exchange -> {
                    hanging.incrementAndGet();
                    never.await();
                })
                .sink("syslog", exchange -> arrived.add(System.nanoTime()))) {
            client.start();
            latencies(client, arrived, 100);
            long[] alone = latencies(client, arrived, 300);
            for (int i = 0; i < 500; i++) {
                client.put("webhook", Notices.problem("h" + i, "a/b/h" + i));
            }
            await().until(() -> hanging.get() == 4);
            long[] beside = latencies(client, arrived, 300);
            double[] medians = {alone[150] / 1e6, beside[150] / 1e6};
            System.out.printf(
                    Locale.ROOT,
                    "from commit to sink, median / p99: %.2f / %.2f ms; beside a sink that hangs %.2f / %.2f ms%n",
                    medians[0],
                    alone[297] / 1e6,
                    medians[1],
                    beside[297] / 1e6);
            assertThat(medians[1] - medians[0]).isLessThan(5);
            never.countDown();
        }
    }

    /** Sorted nanoseconds from the commit to the sink. */
    private static long[] latencies(Desk client, List<Long> arrived, int count) {
        List<Long> committed = new ArrayList<>();
        int before = arrived.size();
        for (int i = 0; i < count; i++) {
            int expected = before + i + 1;
            client.put("syslog", Notices.problem("n" + expected, "a/b/c"));
            committed.add(System.nanoTime());
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> arrived.size() == expected);
        }
        long[] took = new long[count];
        Arrays.setAll(took, i -> Math.max(0, arrived.get(before + i) - committed.get(i)));
        Arrays.sort(took);
        return took;
    }
}
