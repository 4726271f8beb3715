package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.store.FencedOut;
import dev.freshwatch.store.Fencing;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of a delivery under way when the node ends. */
class SinkTenureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Logger DISPATCHER = (Logger) LoggerFactory.getLogger(Dispatcher.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Throwable> dead = new CopyOnWriteArrayList<>();
    private final List<String> arrived = new CopyOnWriteArrayList<>();

    private volatile OptionalLong mine = OptionalLong.empty();
    private volatile long current = 1;
    private Thread.UncaughtExceptionHandler before;

    @TempDir
    Path folder;

    private final Fencing fencing = new Fencing() {
        @Override
        public OptionalLong number(String namespace) {
            return namespace.startsWith("freshwatch/sink/") ? mine : OptionalLong.of(0);
        }

        @Override
        public boolean hadLast(String namespace) {
            return holds(namespace);
        }

        @Override
        public void verify(Connection connection, Map<String, Long> numbers) {
            if (numbers.values().stream().anyMatch(number -> number != current)) {
                throw new FencedOut(numbers.toString());
            }
        }
    };

    @BeforeEach
    void listen() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> dead.add(failure));
        log.start();
        DISPATCHER.addAppender(log);
    }

    @AfterEach
    void leave() {
        DISPATCHER.detachAppender(log);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private Desk desk(CountDownLatch entered, CountDownLatch goOn) {
        Desk desk = new Desk(folder).sink("mail", exchange -> {
            entered.countDown();
            goOn.await();
            arrived.add(Desk.id(exchange));
        });
        desk.store.fencedBy(fencing);
        return desk;
    }

    @Test
    void whatWasUnderWayIsMarkedWhenItEndsWithTheLease() throws Exception {
        mine = OptionalLong.of(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Desk desk = desk(entered, goOn).start()) {
            desk.put("mail", Notices.problem("n1", "a/b/c"));
            entered.await();
            goOn.countDown();
            desk.context.stop();

            assertThat(desk.rows()).containsExactly("n1 mail delivered 1");
        }
        assertThat(dead).isEmpty();
        assertThat(log.list).isEmpty();
    }

    @Test
    void anOutcomeThatCameAfterAnotherNodeHadTakenOverIsNotWrittenAndIsTold() throws Exception {
        mine = OptionalLong.of(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Desk desk = desk(entered, goOn).start()) {
            desk.put("mail", Notices.problem("n1", "a/b/c"));
            entered.await();
            mine = OptionalLong.empty();
            current = 2;
            goOn.countDown();
            await().atMost(PATIENCE).until(() -> arrived.contains("n1"));
            desk.context.stop();

            assertThat(desk.rows()).containsExactly("n1 mail pending 0");
        }
        assertThat(dead).isEmpty();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith(
                        "outbox:mail: 1 outcomes were lost, so notices may be sent twice: nothing was stored: another"
                                + " node does ");
    }
}
