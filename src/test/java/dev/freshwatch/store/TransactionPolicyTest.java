package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.outbox.Notices;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.PolicyDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class TransactionPolicyTest {

    private static final CheckId CHECK = new CheckId("esm/soc/alarms");

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    private Desk client(RouteBuilder route) {
        return new Desk(folder)
                .sink("syslog", exchange -> delivered.add(Desk.id(exchange)))
                .sink("mail", exchange -> delivered.add(Desk.id(exchange)))
                .route(route)
                .start();
    }

    /** A route that remembers a state, sends the notices to both sinks, and then does something more. */
    private abstract static class Follow extends RouteBuilder {
        @Override
        public void configure() {
            PolicyDefinition one = from("direct:follow").policy("oneTransaction");
            one.process(TransactionPolicyTest::remember)
                    .split(body())
                    .stopOnException()
                    .to("outbox:syslog")
                    .to("outbox:mail")
                    .end();
            then(one);
        }

        abstract void then(PolicyDefinition steps);
    }

    private static void remember(Exchange exchange) {
        AlertState alertState = new AlertState(CHECK, State.CRITICAL, Instant.ofEpochMilli(1), null, null);
        AlertStateTable.in(UnitOfWork.of(exchange)).remember(List.of(alertState));
    }

    private static List<Notice> notices(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Notices.problem("n" + i, "esm/soc/events/" + i))
                .toList();
    }

    private static List<String> states(Desk client) {
        return client.texts("SELECT check_id FROM check_state");
    }

    @Test
    void stateAndNoticesAreKeptTogetherAndThenDelivered() {
        try (Desk client = client(new Follow() {
            @Override
            void then(PolicyDefinition steps) {
                steps.process(exchange -> assertThat(exchange.getProperties()).containsKey(UnitOfWork.PROPERTY));
            }
        })) {
            client.template.sendBody("direct:follow", notices(3));
            await().untilAsserted(() -> assertThat(delivered).hasSize(6));
            assertThat(states(client)).containsExactly(CHECK.value());
            assertThat(client.texts("SELECT id FROM notice")).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thrown", "handled", "rollback"})
    void aFailureBehindTheProducersLeavesNothing(String way) {
        try (Desk client = client(new Follow() {
            @Override
            public void configure() {
                if (way.equals("handled")) {
                    onException(IllegalStateException.class).handled(true);
                }
                super.configure();
            }

            @Override
            void then(PolicyDefinition steps) {
                if (way.equals("rollback")) {
                    steps.markRollbackOnly();
                } else {
                    steps.process(exchange -> {
                        throw new IllegalStateException("too late");
                    });
                }
            }
        })) {
            Exchange sent = client.template.send(
                    "direct:follow", exchange -> exchange.getMessage().setBody(notices(3)));
            assertThat(sent.getException() != null).isEqualTo(way.equals("thrown"));
            assertThat(states(client)).isEmpty();
            assertThat(client.rows()).isEmpty();
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void aFailureOfOnePartThatIsHandledThereLeavesNothingToo() {
        try (Desk client = client(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true);
                from("direct:follow")
                        .policy("oneTransaction")
                        .process(TransactionPolicyTest::remember)
                        .split(body())
                        .to("direct:address");
                from("direct:address").to("outbox:syslog");
            }
        })) {
            client.template.send("direct:follow", exchange -> exchange.getMessage()
                    .setBody(List.of(notices(1).get(0), "not a notice")));
            assertThat(states(client)).isEmpty();
            assertThat(client.rows()).isEmpty();
        }
    }

    @Test
    void partsOnOtherThreadsUseTheSameTransaction() {
        try (Desk client = client(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:follow")
                        .policy("oneTransaction")
                        .split(body())
                        .parallelProcessing()
                        .multicast()
                        .parallelProcessing()
                        .to("outbox:syslog", "outbox:mail")
                        .end()
                        .end()
                        .process(exchange -> {
                            if (exchange.getMessage().getHeader("fail", false, Boolean.class)) {
                                throw new IllegalStateException("too late");
                            }
                        });
            }
        })) {
            assertThatThrownBy(() -> client.template.sendBodyAndHeader("direct:follow", notices(50), "fail", true))
                    .hasRootCauseMessage("too late");
            assertThat(client.rows()).isEmpty();
            client.template.sendBody("direct:follow", notices(50));
            assertThat(client.rows()).hasSize(100);
            await().untilAsserted(() -> assertThat(delivered).hasSize(100));
        }
    }

    @Test
    void whatComesAfterTheTransactionCanNotUseIt() {
        AtomicReference<UnitOfWork> kept = new AtomicReference<>();
        try (Desk client = client(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:follow")
                        .policy("oneTransaction")
                        .process(exchange -> kept.set(UnitOfWork.of(exchange)))
                        .end()
                        .process(exchange -> assertThatThrownBy(() -> UnitOfWork.of(exchange))
                                .isInstanceOf(IllegalStateException.class))
                        .process(exchange -> exchange.setProperty(UnitOfWork.PROPERTY, kept.get()))
                        .to("outbox:syslog");
            }
        })) {
            assertThatThrownBy(() ->
                            client.template.sendBody("direct:follow", notices(1).get(0)))
                    .hasRootCauseMessage("the transaction has already ended");
        }
    }
}
