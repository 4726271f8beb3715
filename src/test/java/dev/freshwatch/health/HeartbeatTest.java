package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The heartbeat of a whole watch, to a switch that counts. */
@Timeout(180)
class HeartbeatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-in-the-path";

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger beats = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private volatile int status = 200;
    private HttpServer server;
    private int settled;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + TOKEN, exchange -> {
            requests.incrementAndGet();
            if (exchange.getRequestMethod().equals("GET")
                    && "x=y".equals(exchange.getRequestURI().getQuery())
                    && exchange.getRequestHeaders().getFirst("Authorization") == null) {
                beats.incrementAndGet();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        log.start();
        logger().addAppender(log);
        ((Logger) LoggerFactory.getLogger(Heartbeat.class)).setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.stop(0);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("ROOT");
    }

    /** What was told since {@link #settle()}. */
    private List<String> told() {
        return List.copyOf(log.list).stream()
                .skip(settled)
                .filter(event -> event.getLoggerName().equals(Heartbeat.class.getName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Folder folder(SimEsm esm) {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(directory)
                .esm("soc", esm)
                .set("heartbeat.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + TOKEN + "?x=y")
                .set("heartbeat.every", "1s");
    }

    /** Until it beats: on a slow machine a beat is due before the platform's first answer, and that is told, too. */
    private void settle() {
        awaitBeats();
        settled = List.copyOf(log.list).size();
    }

    private void awaitRequests(int more) {
        int before = requests.get();
        await().atMost(PATIENCE).until(() -> requests.get() >= before + more);
    }

    private void awaitBeats() {
        int before = beats.get();
        await().atMost(PATIENCE).until(() -> beats.get() > before + 1);
    }

    @Test
    void itIsSentWhileThePlatformGivesAnswersAndNotOtherwise() throws Exception {
        try (SimEsm esm = new SimEsm();
                WatchApp watch = folder(esm).watch()) {
            settle();

            esm.faults().always(SimFaults.ANY, SimFault.status(500, "Error processing request"));
            String why = "The heartbeat is not sent: esm/soc gave no answer that could be judged";
            await().atMost(PATIENCE).until(() -> told().contains(why));
            int before = beats.get();
            long asked = esm.requests().total();
            await().atMost(PATIENCE).until(() -> esm.requests().total() > asked + 3);
            assertThat(beats).hasValue(before);
            assertThat(told()).as("once for each reason").containsOnlyOnce(why);

            esm.faults().clear();
            awaitBeats();
            await().atMost(PATIENCE).until(() -> told().contains("The heartbeat is sent again"));
        }
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(TOKEN));
    }

    @Test
    void aSwitchThatRefusesOrIsGoneIsToldOnceAndWithoutItsUrl() throws Exception {
        try (SimEsm esm = new SimEsm();
                WatchApp watch = folder(esm).watch()) {
            settle();
            status = 404;
            await().atMost(PATIENCE).until(() -> told().contains("The heartbeat was refused with HTTP 404"));

            awaitRequests(3);
            assertThat(told()).containsExactly("The heartbeat was refused with HTTP 404");

            // which may cut a request in two: that has a reason of its own
            server.stop(0);
            await().atMost(PATIENCE).until(() -> told().stream().anyMatch(HeartbeatTest::isGone));
        }
        assertThat(told().stream().filter(HeartbeatTest::isGone)).hasSize(1);
        assertThat(log.list)
                .noneMatch(event -> event.getFormattedMessage().contains(TOKEN)
                        || (event.getThrowableProxy() != null
                                && String.valueOf(event.getThrowableProxy().getMessage())
                                        .contains(TOKEN)));
    }

    private static boolean isGone(String line) {
        return line.startsWith("The heartbeat could not be sent: connection refused: ")
                && line.endsWith(" (heartbeat.url)");
    }

    @Test
    void aPlatformIsJudgedByMoreThanItsSession() {
        List<String> platforms = List.of("esm/soc");
        assertThat(Heartbeat.unjudged(platforms, Map.of())).isPresent();
        assertThat(Heartbeat.unjudged(platforms, latest(finding("esm/soc/session", State.OK))))
                .isEmpty();
        assertThat(Heartbeat.unjudged(platforms, latest(finding("esm/soc/session", State.CRITICAL))))
                .isPresent();
        assertThat(Heartbeat.unjudged(
                        platforms,
                        latest(finding("esm/soc/session", State.CRITICAL), finding("esm/soc/alarms", State.UNKNOWN))))
                .isPresent();
        assertThat(Heartbeat.unjudged(
                        platforms,
                        latest(finding("esm/soc/alarms", State.UNKNOWN), finding("esm/soc/clock", State.CRITICAL))))
                .isEmpty();
    }

    private static Map<String, List<Finding>> latest(Finding... findings) {
        return Map.of("esm/soc", List.of(findings), "freshwatch/sink", List.of());
    }

    private static Finding finding(String check, State state) {
        return new Finding(
                new CheckId(check),
                "soc",
                "soc x",
                state,
                Reason.UP,
                "x",
                null,
                null,
                Limits.NONE,
                Instant.EPOCH,
                null);
    }
}
