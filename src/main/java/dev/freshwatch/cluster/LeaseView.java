package dev.freshwatch.cluster;

import dev.freshwatch.schedule.MasterUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A namespace of an operator's own routes, as Camel sees it: a lease of its own. The local member leads exactly as long as this
 * node has the lease by its own clock. Listeners are told on a thread of the view, because they start and stop what the routes
 * begin with, and the thread of the beats must not wait for that.
 */
final class LeaseView extends AbstractCamelClusterView {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseView.class);

    private final LeaseClusterService service;
    private final Leadership leadership;
    private final String lease;
    /** Null = no route has this namespace. */
    private volatile ExecutorService thread;
    /** What the listeners were told last. */
    private volatile boolean toldToLead;
    /** Whether what they have begun may still run: they have not ended it yet. */
    private volatile boolean begun;

    private Optional<String> toldLeader = Optional.empty();
    private List<String> toldNodes = List.of();

    LeaseView(LeaseClusterService service, String namespace, Leadership leadership) {
        super(service, namespace);
        this.service = service;
        this.leadership = leadership;
        this.lease = MasterUri.lease(namespace);
    }

    String lease() {
        return lease;
    }

    private boolean leads() {
        return service.isInForce() && leadership.leads(lease);
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return leader().map(this::member);
    }

    private Optional<String> leader() {
        return leadership.leader(lease).filter(leader -> service.isInForce() || !leader.equals(leadership.node()));
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return new LeaseMember(leadership.node(), leads(), true);
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return leadership.nodes().stream().map(this::member).toList();
    }

    private CamelClusterMember member(String node) {
        boolean local = node.equals(leadership.node());
        boolean leader = local ? leads() : leader().filter(node::equals).isPresent();
        return new LeaseMember(node, leader, local);
    }

    /** Whether a route has this namespace. */
    boolean isClaimed() {
        return thread != null;
    }

    /** Whether no listener goes on with what another node may have begun by now. */
    boolean isTold() {
        return !isClaimed() || !begun || leads();
    }

    @Override
    public void addEventListener(CamelClusterEventListener listener) {
        if (leads()) {
            begun = true;
        }
        super.addEventListener(listener);
        look();
    }

    @Override
    protected void doStart() {
        // a listener that comes later is told what is so then, by Camel
        toldToLead = leads();
        begun = toldToLead;
        toldLeader = leader();
        toldNodes = leadership.nodes();
        thread = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, lease);
        service.claimed();
    }

    @Override
    protected void doStop() {
        getCamelContext().getExecutorServiceManager().shutdown(thread);
        thread = null;
        service.claimed();
    }

    /** Soon tells the listeners what has changed. */
    void look() {
        ExecutorService now = thread;
        if (now != null) {
            try {
                now.execute(this::tell);
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: the listeners are told nothing any more", lease);
            }
        }
    }

    private void tell() {
        if (service.isLeft()) {
            return; // since this was asked for
        }
        boolean leads = leads();
        Optional<String> leader = leader();
        if (leads != toldToLead || !leader.equals(toldLeader)) {
            if (leads) {
                begun = true;
            }
            toldToLead = leads;
            toldLeader = leader;
            tellLeader(leader.orElse(null));
            if (!leads) {
                begun = false;
            }
        }
        List<String> nodes = leadership.nodes();
        List<String> before = toldNodes;
        toldNodes = nodes;
        minus(nodes, before).forEach(node -> fireMemberAddedEvent(member(node)));
        minus(before, nodes).forEach(node -> fireMemberRemovedEvent(member(node)));
    }

    /** What one of an operator's own listeners throws must not keep all timers of the policies waiting. */
    private void tellLeader(String leader) {
        try {
            fireLeadershipChangedEvent(leader == null ? null : member(leader));
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a listener has failed; those after it have not heard who leads", lease, e);
        }
    }

    private static List<String> minus(List<String> all, List<String> some) {
        List<String> rest = new ArrayList<>(all);
        rest.removeAll(some);
        return rest;
    }
}
