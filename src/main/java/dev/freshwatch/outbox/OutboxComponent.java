package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.TimeUtils;

/**
 * {@code to: outbox:<sink>} puts a notice into the queue of a sink; {@code from: outbox:<sink>} delivers the queued
 * notices to the sink's route. {@code to: outbox:all} puts it into the queues of all sinks that are enabled, and
 * {@code to: outbox:told} into those of all sinks that know of the problem. Must be bound under the name {@code outbox}.
 *
 * <p>Parameters of {@code from}: {@code concurrency} (4), how many checks are served at once; {@code tryLimit} (2m),
 * how long one attempt may take.
 */
public final class OutboxComponent extends DefaultComponent {

    /** Not a sink: stands for all sinks that were notified of the episode. */
    public static final String TOLD = "told";

    /** Not a sink: stands for all sinks that are enabled and have a route. */
    public static final String ALL = "all";

    /** Prefix of the id of a sink's own check, followed by the name of the sink. */
    public static final String CHECK = "freshwatch/sink/";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final Duration SWEEP_LOOK = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Store store;
    private final FailureRule rule;
    private final OutboxTimes times;
    private final ServedSinks served = new ServedSinks();
    private SinkRules rules;
    private Origin origin;
    private OutboxEvents events = OutboxEvents.NONE;
    private final SinkRelay relay;
    private final StoreDownNotifier storeDownNotifier;
    private ScheduledExecutorService sweeper;
    private ScheduledExecutorService looking;
    private ExecutorService sending;

    /**
     * Creates the component.
     *
     * @param store    open; not closed by this component
     * @param rule     decides what failures of sinks mean
     * @param disabled sinks that are switched off: notices addressed to them are dropped
     */
    public OutboxComponent(Store store, FailureRule rule, Set<String> disabled, OutboxTimes times) {
        this(store, rule, disabled, times, new SinkRelay());
    }

    /** Creates a component that takes over from an earlier one of the process. @param relay shared by both */
    public OutboxComponent(Store store, FailureRule rule, Set<String> disabled, OutboxTimes times, SinkRelay relay) {
        this.relay = relay;
        this.store = store;
        this.rule = rule;
        this.rules = new SinkRules(disabled, Set.of(), Map.of());
        this.times = times;
        this.storeDownNotifier = relay.notifier(
                () -> new StoreDownNotifier(store, StoreDownNotifier.AFTER, task -> sending.execute(task)));
    }

    /** Sets which sinks get one notice for a group of checks instead of one for each check. Call before start. */
    public OutboxComponent grouping(Set<String> sinks) {
        rules = rules.grouping(sinks);
        return this;
    }

    /** Sets which notices the sinks get, by the name of the sink; others get all. Call before start. */
    public OutboxComponent filters(Map<String, NoticeFilter> bySink) {
        rules = rules.filtering(bySink);
        return this;
    }

    /** Sets the origin of notices that this component makes itself. Call before start. */
    public OutboxComponent origin(Origin who) {
        origin = who;
        return this;
    }

    SinkRelay relay() {
        return relay;
    }

    /**
     * Registers that this sink can be notified directly, without the store, if it is to have such notices.
     *
     * @param way passes a notice to this sink; null = delivered. Must not throw
     */
    void serve(String sink, Function<Notice, Verdict> way) {
        storeDownNotifier.origin(origin);
        storeDownNotifier.threads(sending);
        if (StoreDownNotifier.isFor(rules.filter(sink))) {
            storeDownNotifier.serve(sink, way);
        }
    }

    /** Revokes {@link #serve}. */
    void leaveAlone(String sink) {
        storeDownNotifier.leave(sink);
    }

    /** Sets the listener for delivery attempts. Call before start. */
    public OutboxComponent events(OutboxEvents listener) {
        events = listener;
        return this;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!remaining.matches(NAME)) {
            throw new IllegalArgumentException("not a valid sink name: " + uri);
        }
        int concurrency = getAndRemoveParameter(parameters, "concurrency", Integer.class, 4);
        if (concurrency < 1 || concurrency > 64) {
            throw new IllegalArgumentException(uri + ": concurrency must be 1 to 64");
        }
        String limit = getAndRemoveParameter(parameters, "tryLimit", String.class);
        OutboxTimes own =
                limit == null ? times : times.withTryLimit(Duration.ofMillis(TimeUtils.toMilliSeconds(limit)));
        return new OutboxEndpoint(uri, this, remaining, concurrency, own);
    }

    Store store() {
        return store;
    }

    FailureRule rule() {
        return rule;
    }

    /** Sinks whose dispatcher has died unexpectedly; only a restart of the watch helps. */
    public List<String> abandoned() {
        return served.abandoned();
    }

    /** Sinks whose dispatcher has been at one and the same step for longer than this, sorted. */
    public List<String> hanging(Duration patience) {
        return served.hanging(patience);
    }

    /**
     * Leaves the sinks to another component: begins no new deliveries, and completes those under way. The other component
     * waits for that, sink by sink.
     */
    public void leave() {
        served.leave();
    }

    /** Serves the sinks again, as before {@link #leave}. */
    public void stay() {
        served.stay();
    }

    /** Whether a delivery may be under way. */
    public boolean isServing() {
        return served.isServing();
    }

    /** Sets the sinks that another process serves from the same store. Call before start. */
    public OutboxComponent servedElsewhere(Set<String> sinks) {
        sinks.forEach(served::readBy);
        return this;
    }

    /** Sinks that have a route, here or in the process that serves them. */
    public Set<String> read() {
        return served.read();
    }

    /** The sinks that have a route, and what serves them. */
    ServedSinks served() {
        return served;
    }

    /** Which notices each sink gets, and in which order. */
    SinkRules rules() {
        return rules;
    }

    OutboxEvents events() {
        return events;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sweeper = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "outbox-sweep");
        sweeper.scheduleWithFixedDelay(
                this::sweep, SWEEP_LOOK.toMillis(), SWEEP_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        sending = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "outbox-emergency");
        looking = getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "outbox-emergency-look");
        looking.scheduleWithFixedDelay(
                storeDownNotifier, LOOK_EVERY.toSeconds(), LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        if (store.fencing().holds("freshwatch/watch") && relay.takeSweep()) {
            new Retention(store, times).run();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (sweeper != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(looking);
            getCamelContext().getExecutorServiceManager().shutdownNow(sending);
            getCamelContext().getExecutorServiceManager().shutdownGraceful(sweeper, 2_000);
        }
        super.doStop();
    }
}
