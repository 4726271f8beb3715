package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.TransactionPolicy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes queued notices to a sink's route; the outcome of the exchange is the outcome of the delivery. */
final class OutboxConsumer extends DefaultConsumer {

    /** Exchange property: the number of this attempt, from 1. */
    static final String ATTEMPT = "FreshwatchAttempt";

    private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);

    private final OutboxComponent component;
    private final String sink;
    private final int concurrency;
    private final OutboxTimes times;
    private ExecutorService threads;
    private volatile Dispatcher dispatcher;
    private volatile Thread thread;
    private volatile boolean left;

    OutboxConsumer(
            OutboxEndpoint endpoint,
            Processor route,
            OutboxComponent component,
            String sink,
            int concurrency,
            OutboxTimes times) {
        super(endpoint, route);
        this.component = component;
        this.sink = sink;
        this.concurrency = concurrency;
        this.times = times;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        // Unbounded, because the dispatcher limits it: a thread that hangs forever must not take another's place.
        threads = executors.newCachedThreadPool(this, "outbox-" + sink);
        try {
            serve();
        } catch (IllegalStateException e) {
            executors.shutdownNow(threads);
            throw e;
        }
        component.served().added(this);
    }

    /** Serves the sink once its predecessor has completed the deliveries under way. */
    void serve() {
        left = false;
        dispatcher = new Dispatcher(component, sink, concurrency, times, this::deliver, threads);
        if (!component.store().listeners().listen(sink, dispatcher.signals()::newRows)) {
            throw new IllegalStateException(
                    "two routes begin with from: outbox:" + sink + "; a sink can have only one");
        }
        thread = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThread("outbox-" + sink + "-dispatcher", dispatcher);
        thread.start();
        component.served().servedBy(sink, thread);
        component.relay().servedBy(sink, thread);
        component.serve(sink, notice -> send(notice, 1));
    }

    @Override
    protected void doStop() throws Exception {
        if (thread != null) {
            if (!left) {
                leave();
            }
            dispatcher.signals().stop();
            thread.join(times.stopWait().toMillis() + 5_000);
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
            component.served().removed(this);
            thread = null;
        }
        super.doStop();
    }

    /** Leaves the sink to a successor, and completes the deliveries under way. */
    void leave() {
        left = true;
        component.leaveAlone(sink);
        component.store().listeners().leave(sink);
        component.served().servedBy(sink, null);
        dispatcher.signals().leave();
    }

    /** Whether a delivery may be under way. */
    boolean isServing() {
        return thread != null && thread.isAlive();
    }

    String sink() {
        return sink;
    }

    /** For how long the dispatcher has been at one step. */
    Duration busy() {
        return dispatcher.signals().busy();
    }

    private Verdict deliver(DeliveryItem item) {
        PendingDelivery row = item.row();
        Notice notice;
        try {
            notice = item.notice();
        } catch (IllegalArgumentException e) {
            LOG.error("outbox:{}: a stored notice about {} cannot be read", sink, row.check(), e);
            return new Verdict(true, null, "the stored notice cannot be read", Peer.UNREACHED);
        }
        return send(notice, row.attempts() + 1);
    }

    /** Returns null if delivered. */
    private Verdict send(Notice notice, int attempt) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(notice);
            exchange.setProperty(ATTEMPT, attempt);
            getProcessor().process(exchange);
            Throwable failure = failure(exchange);
            return failure == null ? null : judge(failure);
        } catch (Exception | LinkageError | StackOverflowError e) {
            return judge(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** An exception that the route handled is still a failure: the notice did not arrive. */
    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        if (TransactionPolicy.wasHandled(exchange)) {
            Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            return caught == null ? new IllegalStateException("the sink's route failed") : caught;
        }
        return exchange.isRollbackOnly() ? new IllegalStateException("the sink's route rolled back") : null;
    }

    private Verdict judge(Throwable failure) {
        try {
            Verdict verdict = component.rule().judge(sink, failure);
            LOG.debug("outbox:{}: {}", sink, verdict.reason());
            return verdict;
        } catch (RuntimeException e) {
            LOG.error(
                    "outbox:{}: could not evaluate the failure {}",
                    sink,
                    failure.getClass().getName(),
                    e);
            return FailureRule.TRY_AGAIN.judge(failure);
        }
    }
}
