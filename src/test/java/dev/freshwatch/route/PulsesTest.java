package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PulsesTest {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger starts = new AtomicInteger();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Pulses pulses = new Pulses(context, nanos::get);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("pulses", pulses);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // One pulse at each start of the route, then none: as a timer does whose clock was set back.
                from("timer:once?delay=0&repeatCount=1")
                        .routeId("pulse")
                        .bean(pulses)
                        .process(e -> starts.incrementAndGet());
                from("direct:long").routeId("long").bean(pulses).process(e -> release.await());
            }
        });
        context.start();
        pulses.watch("pulse", EVERY);
        pulses.watch("long", EVERY);
        await().untilAsserted(() -> assertThat(starts).hasValue(1));
    }

    @AfterEach
    void stop() {
        release.countDown();
        pulses.close();
        context.stop();
    }

    @Test
    void aPulseThatIsOverdueByMoreThanOneIntervalIsStartedAnew() {
        after(EVERY.multipliedBy(2).plusSeconds(1));

        await().untilAsserted(() -> assertThat(starts).hasValue(2));
    }

    @Test
    void aPulseThatIsLateByLessIsLeftAlone() throws Exception {
        String before = context.getRoute("pulse").getUptime();
        after(EVERY.multipliedBy(2));

        assertThat(starts).hasValue(1);
        assertThat(before).isNotNull();
    }

    @Test
    void aCycleThatStillRunsIsNotDoubled() {
        context.createProducerTemplate().asyncSendBody("direct:long", null);
        await().until(() -> context.getInflightRepository().size("long") == 1);

        after(EVERY.multipliedBy(3));

        assertThat(context.getInflightRepository().size("long")).isEqualTo(1);
        assertThat(context.getRouteController().getRouteStatus("long").isStarted())
                .isTrue();
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
        pulses.look();
    }
}
