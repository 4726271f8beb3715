package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that begin with {@code timer:}, by the real clock. */
@Timeout(180)
class TimerRouteTest {

    private final CycleScheduler scheduler = new CycleScheduler(System::nanoTime);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger cycles = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start() {
        context.getRegistry().bind("timer", new MonotonicTimerComponent(scheduler));
        context.getShutdownStrategy().setTimeout(2);
        scheduler.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        context.stop();
        scheduler.close();
    }

    private void route(String uri, boolean fails) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .routeId("cycle")
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
        route("timer:esm/soc?period=5&delay=1&fixedRate=true&synchronous=true", false);

        await().until(() -> cycles.get() >= 5);
        assertThat(mostAtOnce).hasValue(1);
        assertThat(scheduler.lag()).isPositive();
        assertThat(scheduler.overdue()).isEmpty();
    }

    @Test
    void theFirstBeatIsNotLostWhileTheConsumerStillStarts() throws Exception {
        context.start();
        TimerEndpoint endpoint =
                context.getEndpoint("timer:esm/soc?period=3600000&delay=0&synchronous=true", TimerEndpoint.class);
        TimerConsumer consumer = new TimerConsumer(endpoint, exchange -> cycles.incrementAndGet()) {
            @Override
            protected void doStart() throws Exception {
                super.doStart();
                release.await();
            }
        };
        Thread start = new Thread(consumer::start, "start");
        start.start();
        await("the beat is due").until(() -> scheduler.size() == 1 && scheduler.waiting() == 0);
        assertThat(cycles).hasValue(0);

        release.countDown();
        await().untilAsserted(() -> assertThat(cycles).hasValue(1));
        start.join();
        consumer.stop();
    }

    @Test
    void aCycleThatFailsIsFollowedByTheNext() throws Exception {
        route("timer:esm/soc?period=10&delay=1&synchronous=true", true);

        await().until(() -> cycles.get() >= 3);
    }

    @Test
    void aStoppedRouteBeatsNoMoreAndAStartedOneDoesAgain() throws Exception {
        route("timer:esm/soc?period=10&delay=1&synchronous=true", false);
        await().until(() -> cycles.get() >= 1);

        context.getRouteController().stopRoute("cycle");
        assertThat(scheduler.size()).isZero();
        int before = cycles.get();
        context.getRouteController().startRoute("cycle");
        await().until(() -> cycles.get() > before);
    }

    @Test
    void itCanBeToldToLookAgain() throws Exception {
        route("timer:esm/soc?period=1h&delay=1&synchronous=true", false);
        await().until(() -> cycles.get() == 1);

        scheduler.lookAgain("esm/soc", Duration.ofMillis(10));
        await().until(() -> cycles.get() == 2);
    }

    @Test
    void itRepeatsAsOftenAsItIsTold() throws Exception {
        route("timer:esm/soc?period=5&delay=1&repeatCount=2&synchronous=true", false);
        CountDownLatch later = new CountDownLatch(5);
        scheduler.add("later", new Cycle.Pace(Duration.ofMillis(5), Duration.ofMillis(5), true), later::countDown);

        await().until(() -> cycles.get() == 2 && later.getCount() == 0);
        assertThat(cycles).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timer:once?period=0&delay=1",
                "timer:dated?time=2026-01-01T00:00:00&period=0",
                "timer:dated?time=2026-01-01T00:00:00&period=1h",
                "timer:dated?time=2026-01-01T00:00:00&period=1h&fixedRate=true"
            })
    void itTakesAllWaysToBegin(String uri) throws Exception {
        route(uri + "&synchronous=true", false);

        await().until(() -> cycles.get() == 1);
    }

    @Test
    void twoRoutesMayHaveATimerOfOneName() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:same?period=1h&delay=1&synchronous=true").process(exchange -> cycles.incrementAndGet());
                from("timer:same?period=2h&delay=1&synchronous=true").process(exchange -> cycles.incrementAndGet());
            }
        });
        context.start();

        await().until(() -> cycles.get() == 2);
    }

    /** A thread for each of a thousand timers would cost a good part of the memory. */
    @Test
    void manyTimersNeedNoThreadsOfTheirOwn() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int i = 0; i < 100; i++) {
                    from("timer:service/s" + i + "?period=1h&delay=1h&synchronous=true")
                            .process(exchange -> cycles.incrementAndGet());
                }
            }
        });
        context.start();

        assertThat(scheduler.size()).isEqualTo(100);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("timer")));
    }

    @Test
    void whenItEndsTheThreadsEndToo() throws Exception {
        route("timer:esm/soc?period=10&delay=1&synchronous=true", false);
        await().until(() -> cycles.get() >= 2);

        context.stop();
        scheduler.close();
        await().until(() -> !scheduler.isAlive()
                && Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().matches("cycle-\\d+")));
    }
}
