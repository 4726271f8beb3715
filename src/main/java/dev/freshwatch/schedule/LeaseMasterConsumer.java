package dev.freshwatch.schedule;

import dev.freshwatch.freshness.PlainText;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Consumes while this node is the master, in place of Camel's own {@code MasterConsumer}. That one, in 4.18.0, starts the
 * consumer in the background a second after it has become the master, even if it is not the master any more by then, and, with
 * its default pause of 5 s, does not try again if the start fails.
 */
final class LeaseMasterConsumer extends DefaultConsumer implements CamelClusterEventListener.Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseMasterConsumer.class);

    private static final int LONGEST = 300;

    private final MasterEndpoint master;
    private final CamelClusterService service;
    /** Not that of the service, which is held while it waits for a listener to return. */
    private final ReentrantLock beginning = new ReentrantLock();

    private CamelClusterView view;
    private ScheduledExecutorService retries;
    /** What consumes; null = nothing does. */
    private Consumer begun;

    private boolean failed;

    LeaseMasterConsumer(MasterEndpoint master, Processor processor, CamelClusterService service) {
        super(master, processor);
        this.master = master;
        this.service = service;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        retries = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "master");
        view = service.getView(master.getNamespace());
        view.addEventListener(this);
    }

    @Override
    protected void doStop() throws Exception {
        view.removeEventListener(this);
        service.releaseView(view);
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(retries);
        end();
        super.doStop();
    }

    @Override
    public void leadershipChanged(CamelClusterView changed, CamelClusterMember leader) {
        decide(changed);
    }

    private void decide(CamelClusterView now) {
        beginning.lock();
        try {
            if (!isRunAllowed() || !now.getLocalMember().isLeader()) {
                end();
            } else if (begun == null) {
                begin(now);
            }
        } finally {
            beginning.unlock();
        }
    }

    private void begin(CamelClusterView now) {
        Consumer consumer = null;
        try {
            consumer = master.getEndpoint().createConsumer(getProcessor());
            if (consumer instanceof StartupListener listener) {
                getEndpoint().getCamelContext().addStartupListener(listener);
            }
            ServiceHelper.startService(master.getEndpoint(), consumer);
            begun = consumer;
            failed = false;
            LOG.info("{}: this node is the master", now.getNamespace());
        } catch (Exception | LinkageError e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            LOG.atLevel(failed ? Level.DEBUG : Level.WARN)
                    .log(
                            "{}: what begins the route cannot be started: {}; trying again",
                            now.getNamespace(),
                            PlainText.line(why, LONGEST));
            failed = true;
            stop(consumer);
            tryAgain(now);
        }
    }

    private void tryAgain(CamelClusterView now) {
        try {
            retries.schedule(() -> decide(now), master.getComponent().getBackOffDelay(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: not tried again, because the route was stopped", now.getNamespace());
        }
    }

    /** What is thrown must not keep the listeners after this one from hearing that another node leads. */
    private void stop(Consumer consumer) {
        try {
            ServiceHelper.stopAndShutdownService(consumer);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: what begins the route could not be stopped in good order", master.getNamespace(), e);
        }
    }

    private void end() {
        beginning.lock();
        try {
            if (begun != null) {
                stop(begun);
                LOG.info("{}: this node is not the master any more", master.getNamespace());
            }
        } finally {
            begun = null;
            beginning.unlock();
        }
    }
}
