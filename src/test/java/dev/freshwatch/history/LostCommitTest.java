package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.TcpProxy;
import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.AlertStateMachine;
import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL has committed, but the connection ends before it says so: nobody knows, and no notice is made twice. */
@Timeout(180)
class LostCommitTest {

    private static final CheckId CHECK = new CheckId("esm/soc/events/1");

    @TempDir
    Path folder;

    private final List<Notice> sent = new CopyOnWriteArrayList<>();
    private final AtomicBoolean loseMark = new AtomicBoolean();
    private TrackingStep tracking;

    private void track(Exchange exchange) {
        Finding finding = exchange.getMessage().getBody(Finding.class);
        for (Notice notice : tracking.trackAlerts(List.of(finding), exchange)) {
            Desk.put(UnitOfWork.of(exchange), notice, "syslog");
        }
    }

    private static Finding finding(State state) {
        Reason reason = state == State.OK ? Reason.FRESH : Reason.STALE;
        return new Finding(
                CHECK,
                "ERC-1",
                "ERC-1 events",
                state,
                reason,
                "as it is",
                null,
                null,
                Limits.NONE,
                Instant.now(),
                null);
    }

    /** The next cycles, until one of them is stored. */
    private static void cycles(Desk desk, State state) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(failure ->
                        failure instanceof CamelExecutionException && failure.getCause() instanceof StoreException)
                .until(() -> {
                    desk.template.sendBody("direct:track", finding(state));
                    return true;
                });
    }

    @Test
    void noNoticeIsMadeTwice() {
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        AlertTracker.Surroundings around = new AlertTracker.Surroundings(
                new Notice.Origin("watch", 1),
                newId,
                check -> null,
                check -> AlertPolicy.DEFAULT,
                check -> null,
                List.of());
        tracking = new TrackingStep(new AlertTracker(
                new AlertStateMachine(newId), new ClockStepDetector(InstantSource.system(), new Uptime()), around));
        StateSettings direct = PostgresServer.shared().freshSchema();
        try (TcpProxy way = TcpProxy.to(PostgresServer.shared().port())) {
            String port = ":" + PostgresServer.shared().port() + "/";
            Kept.at(folder, PostgresServer.settings(direct.url().replace(port, ":" + way.port() + "/")));
            try (Desk desk = new Desk(folder)) {
                desk.sink("syslog", exchange -> {
                            sent.add(exchange.getMessage().getBody(Notice.class));
                            if (loseMark.compareAndSet(true, false)) {
                                way.loseAnswer("COMMIT");
                            }
                        })
                        .route(new RouteBuilder() {
                            @Override
                            public void configure() {
                                errorHandler(noErrorHandler());
                                from("direct:track").policy("oneTransaction").process(LostCommitTest.this::track);
                            }
                        })
                        .start();
                cycles(desk, State.OK);

                way.loseAnswer("COMMIT");
                assertThatThrownBy(() -> desk.template.sendBody("direct:track", finding(State.CRITICAL)))
                        .hasCauseInstanceOf(StoreException.class);
                assertThat(way.hasLostAnswer()).isTrue();
                cycles(desk, State.CRITICAL);
                await().atMost(Duration.ofSeconds(60)).until(() -> !sent.isEmpty());
                cycles(desk, State.CRITICAL);

                loseMark.set(true);
                cycles(desk, State.OK);
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptionsInstanceOf(StoreException.class)
                        .until(() -> way.hasLostAnswer()
                                && !loseMark.get()
                                && desk.texts("SELECT state FROM delivery").equals(List.of("delivered", "delivered")));

                assertThat(desk.texts("SELECT kind FROM notice ORDER BY made_at"))
                        .hasSize(2);
                Stream<String> ids = sent.stream().map(Notice::id).distinct();
                assertThat(ids).hasSize(2);
                assertThat(sent.stream().map(Notice::kind).distinct()).containsExactly(Kind.PROBLEM, Kind.RECOVERY);
            }
        }
    }
}
