package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes that begin with {@code pulse:}, by the real clock. */
@Timeout(60)
class PulseRouteTest {

    private final Pulses pulses = new Pulses(System::nanoTime);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger cycles = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start() {
        context.getRegistry().bind("pulse", new PulseComponent(pulses));
        context.getShutdownStrategy().setTimeout(2);
        pulses.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        context.stop();
        pulses.close();
    }

    private void route(String uri, boolean fails) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("pulse")
                        .process(exchange -> {
                            cycles.incrementAndGet();
                            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            // however it ends: a part that is refused by a busy machine ends the cycle too
                            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                                @Override
                                public void onDone(Exchange ended) {
                                    atOnce.decrementAndGet();
                                }
                            });
                        })
                        .split(constant("a,b,c,d"))
                        .parallelProcessing()
                        .delay(20)
                        .end()
                        .process(exchange -> {
                            if (fails) {
                                throw new IllegalStateException("as if a bean were wrong");
                            }
                        });
            }
        });
        context.start();
    }

    @RepeatedTest(5)
    void theRouteRunsAtEachBeatAndNeverTwiceAtOnce() throws Exception {
        route("pulse:esm/soc?every=5&first=1", false);

        await().until(() -> cycles.get() >= 5);
        assertThat(mostAtOnce).hasValue(1);
        assertThat(pulses.lag()).isPositive();
        assertThat(pulses.overdue()).isEmpty();
    }

    @Test
    void aCycleThatFailsIsFollowedByTheNext() throws Exception {
        route("pulse:esm/soc?every=10", true);

        await().until(() -> cycles.get() >= 3);
    }

    @Test
    void aStoppedRouteBeatsNoMoreAndAStartedOneDoesAgain() throws Exception {
        route("pulse:esm/soc?every=10", false);
        await().until(() -> cycles.get() >= 1);

        context.getRouteController().stopRoute("pulse");
        assertThat(pulses.size()).isZero();
        int before = cycles.get();
        context.getRouteController().startRoute("pulse");
        await().until(() -> cycles.get() > before);
    }

    @Test
    void itCanBeToldToLookAgain() throws Exception {
        route("pulse:esm/soc?every=1h", false);
        await().until(() -> cycles.get() == 1);

        pulses.lookAgain("esm/soc", Duration.ofMillis(10));
        await().until(() -> cycles.get() == 2);
    }

    @Test
    void aPulseWithoutAPaceIsRefused() {
        assertThatThrownBy(() -> route("pulse:esm/soc", false))
                .rootCause()
                .hasMessageContaining("every must be a time");
    }

    @Test
    void whenItEndsTheThreadsEndToo() throws Exception {
        route("pulse:esm/soc?every=10", false);
        await().until(() -> cycles.get() >= 2);

        context.stop();
        pulses.close();
        await().until(() -> !pulses.isAlive()
                && Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().matches("pulse-\\d+")));
    }
}
