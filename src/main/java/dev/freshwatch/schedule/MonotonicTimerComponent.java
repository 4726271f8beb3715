package dev.freshwatch.schedule;

import dev.freshwatch.freshness.PlainText;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's {@code timer:} component with all its URIs and options, on the monotonic clock. (Camel's own uses the wall
 * clock, and stops while that is set back.) Must be bound under the name {@code timer}.
 */
@Component("timer") // lets Camel find the options of the endpoints
public final class MonotonicTimerComponent extends TimerComponent {

    private static final Logger LOG = LoggerFactory.getLogger(MonotonicTimerComponent.class);

    private static final String BY_POLICY = "policy:";

    private final CycleScheduler scheduler;
    private final Map<TimerConsumer, MonotonicTimer> timers = new ConcurrentHashMap<>();

    /** @param scheduler not closed by this component */
    public MonotonicTimerComponent(CycleScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Timer getTimer(TimerConsumer consumer) {
        return timers.computeIfAbsent(consumer, key -> new MonotonicTimer(scheduler, name(key), key));
    }

    private static String name(TimerConsumer consumer) {
        return (isByPolicy(consumer.getRoute()) ? BY_POLICY : "")
                + consumer.getEndpoint().getTimerName();
    }

    /** Whether Camel's {@code ClusteredRoutePolicy} starts and stops this route. @param route null = there is none */
    public static boolean isByPolicy(Route route) {
        return route != null
                && route.getRoutePolicyList() != null
                && route.getRoutePolicyList().stream().anyMatch(ClusteredRoutePolicy.class::isInstance);
    }

    /** The same of the route of a timer. @param timer as the scheduler knows it */
    public static boolean isByPolicy(String timer) {
        return timer.startsWith(BY_POLICY);
    }

    @Override
    public void removeTimer(TimerConsumer consumer) {
        MonotonicTimer timer = timers.remove(consumer);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Starts no more cycles; running ones are not interrupted. */
    public void leave() {
        timers.values().forEach(MonotonicTimer::leave);
    }

    /** Continues the cycles after {@link #leave}. */
    public void stay() {
        timers.values().forEach(MonotonicTimer::stay);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TimerEndpoint endpoint = (TimerEndpoint) super.createEndpoint(uri, remaining, parameters);
        if (endpoint.getExceptionHandler() == null) {
            endpoint.setExceptionHandler(new FailedCycle(remaining, getCamelContext()));
        }
        return endpoint;
    }

    /**
     * Names the timer in the log. Usually the error handler of the route has already logged the failure, with its stack
     * trace; but not while the store is unavailable (see {@code logExhausted} in {@code routes/self.camel.yaml}): then
     * this line is the only one.
     */
    private record FailedCycle(String timer, CamelContext context) implements ExceptionHandler {

        private static final int LONGEST = 300;

        @Override
        public void handleException(Throwable failure) {
            handleException(null, null, failure);
        }

        @Override
        public void handleException(String message, Throwable failure) {
            handleException(message, null, failure);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable failure) {
            // Cycles that are cut off by the shutdown are not failures.
            if (!context.isStopping()) {
                String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
                LOG.warn("{}: the cycle failed: {}", timer, PlainText.line(why, LONGEST));
            }
        }
    }

    /** Looks like a {@link Timer} to the consumer: its task becomes a cycle of the scheduler. */
    private static final class MonotonicTimer extends Timer {

        private static final long START_PAUSE = Duration.ofMillis(1).toNanos();
        private static final long LONGEST_START = Duration.ofMinutes(1).toNanos();

        private final CycleScheduler scheduler;
        private final String name;
        private final TimerConsumer consumer;
        /** Null until a task is scheduled. */
        private Cycle cycle;
        /** Makes the same cycle once more; null before there is one. */
        private Supplier<Cycle> again;

        MonotonicTimer(CycleScheduler scheduler, String name, TimerConsumer consumer) {
            super("timer", true);
            this.scheduler = scheduler;
            this.name = name;
            this.consumer = consumer;
            // Every java.util.Timer starts a thread; this one is not needed.
            super.cancel();
        }

        @Override
        public void schedule(TimerTask task, long delay) {
            add(task, delay, 0, false);
        }

        @Override
        public void schedule(TimerTask task, Date time) {
            add(task, until(time), 0, false);
        }

        @Override
        public void schedule(TimerTask task, long delay, long period) {
            add(task, delay, period, false);
        }

        @Override
        public void schedule(TimerTask task, Date firstTime, long period) {
            add(task, until(firstTime), period, false);
        }

        @Override
        public void scheduleAtFixedRate(TimerTask task, long delay, long period) {
            add(task, delay, period, true);
        }

        @Override
        public void scheduleAtFixedRate(TimerTask task, Date firstTime, long period) {
            add(task, until(firstTime), period, true);
        }

        private static long until(Date time) {
            return Math.max(0, time.getTime() - System.currentTimeMillis());
        }

        private synchronized void add(TimerTask task, long delay, long period, boolean fixedRate) {
            cancel();
            Cycle.Pace pace = new Cycle.Pace(Duration.ofMillis(delay), Duration.ofMillis(period), fixedRate);
            again = () -> scheduler.add(name, pace, () -> runWhenStarted(task));
            cycle = again.get();
        }

        /**
         * A consumer skips a beat that comes before it is started, and schedules its task shortly before: on a slow
         * machine the first cycle would be a whole period late.
         */
        private void runWhenStarted(TimerTask task) {
            long until = System.nanoTime() + LONGEST_START;
            while (consumer.isStarting()
                    && System.nanoTime() - until < 0
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(START_PAUSE);
            }
            task.run();
        }

        synchronized void leave() {
            if (cycle != null && !scheduler.remove(cycle)) {
                cycle = null;
            }
        }

        synchronized void stay() {
            if (cycle != null) {
                cycle = again.get();
            }
        }

        @Override
        public synchronized void cancel() {
            if (cycle != null) {
                scheduler.remove(cycle);
            }
            cycle = null;
        }
    }
}
