package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.store.Fencing;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that other processes on the same store may serve as well. */
class TenureTest {

    private static final class Leased implements Fencing {
        final AtomicInteger asked = new AtomicInteger();
        volatile OptionalLong now = OptionalLong.empty();

        @Override
        public OptionalLong number(String namespace) {
            asked.incrementAndGet();
            return namespace == null ? OptionalLong.of(0) : now;
        }

        @Override
        public boolean hadLast(String namespace) {
            return false;
        }

        @Override
        public void verify(Connection connection, Map<String, Long> numbers) {
            // nobody takes it over
        }
    }

    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Leased leased = new Leased();

    @Test
    void aProcessThatDoesNotServeASinkStopsInPeace(@TempDir Path folder) {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try (Desk desk = new Desk(folder)) {
            desk.store.fencedBy(leased);
            desk.sink("mail", exchange -> {}).start();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    /** The database was away for longer than a lease lasts here, and nobody has taken it over: the number is the same. */
    @Test
    void whatWasDeliveredWhileTheLeaseWasAwayIsNotDeliveredAgain(@TempDir Path folder) throws Exception {
        List<String> delivered = new CopyOnWriteArrayList<>();
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch away = new CountDownLatch(1);
        leased.now = OptionalLong.of(7);
        try (Desk desk = new Desk(folder)) {
            desk.store.fencedBy(leased);
            desk.sink("mail", exchange -> {
                        delivered.add(Desk.id(exchange));
                        sending.countDown();
                        away.await();
                    })
                    .start();
            desk.put("mail", Notices.problem("n1", "esm/soc/alarms"));
            sending.await();
            leased.now = OptionalLong.empty();
            int atFirst = leased.asked.get();
            away.countDown();
            await().until(() -> {
                desk.store.listeners().ring("mail", Set.of());
                return leased.asked.get() > 5 + atFirst;
            });
            leased.now = OptionalLong.of(7);
            desk.store.listeners().ring("mail", Set.of());
            await().untilAsserted(() -> assertThat(desk.rows()).containsExactly("n1 mail delivered 1"));
        }
        assertThat(delivered).containsExactly("n1");
    }
}
