package dev.freshwatch.route;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the pulses go on. A timer counts by the wall clock and stands still while that is stepped back; this
 * guard counts by the monotonic clock and starts a pulse anew that is overdue by more than one interval.
 *
 * <p>A pulse whose last cycle still runs is not overdue: cycles never overlap, the next one starts when it ends.
 */
public final class Pulses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulses.class);

    /** A busy machine delays a pulse by so much without any harm. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CamelContext context;
    private final LongSupplier nanoTime;
    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pulse-guard");
        thread.setDaemon(true);
        return thread;
    });

    /** @param nanoTime the monotonic clock */
    public Pulses(CamelContext context, LongSupplier nanoTime) {
        this.context = context;
        this.nanoTime = nanoTime;
    }

    private static final class Pulse {
        final Duration every;
        volatile long lastBeat;
        volatile boolean lagging;

        Pulse(Duration every, long now) {
            this.every = every;
            this.lastBeat = now;
        }
    }

    /** Guards the pulse of this route from now on. */
    public void watch(String routeId, Duration every) {
        pulses.put(routeId, new Pulse(every, nanoTime.getAsLong()));
    }

    /** Looks at all pulses every second from now on; to be called when their routes are started. */
    public void start() {
        pulses.values().forEach(pulse -> pulse.lastBeat = nanoTime.getAsLong());
        guard.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** First step of every pulse route. */
    @Handler
    public void beat(Exchange exchange) {
        Pulse pulse = pulses.get(exchange.getFromRouteId());
        if (pulse != null) {
            pulse.lastBeat = nanoTime.getAsLong();
            pulse.lagging = false;
        }
    }

    /** One look at all pulses. */
    void look() {
        pulses.forEach((routeId, pulse) -> {
            try {
                look(routeId, pulse);
            } catch (Exception e) {
                LOG.error("{}: the pulse is overdue and could not be started anew", routeId, e);
            }
        });
    }

    private void look(String routeId, Pulse pulse) throws Exception {
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - pulse.lastBeat);
        Duration late = since.minus(pulse.every);
        if (late.compareTo(pulse.every) <= 0 || late.compareTo(PATIENCE) <= 0) {
            return;
        }
        if (context.getInflightRepository().size(routeId) > 0) {
            if (!pulse.lagging) {
                LOG.warn("{}: the cycle runs for {} s, longer than its interval", routeId, since.toSeconds());
                pulse.lagging = true;
            }
            return;
        }
        LOG.warn("{}: no pulse for {} s; was the clock set back? Starting it anew", routeId, since.toSeconds());
        pulse.lastBeat = nanoTime.getAsLong();
        context.getRouteController().stopRoute(routeId);
        context.getRouteController().startRoute(routeId);
    }

    @Override
    public void close() {
        guard.shutdownNow();
    }
}
