package dev.freshwatch.cluster;

import dev.freshwatch.schedule.MasterUri;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Camel's cluster service, for {@code master:} and {@code ClusteredRoutePolicy} in an operator's own routes: each namespace is
 * a lease of its own, which every node claims that has a route with it. A process that is alone leads them all. Nothing leads
 * before {@link #begin}, so that routes that are only tried begin nothing. Thread-safe.
 */
public final class LeaseClusterService extends AbstractCamelClusterService<LeaseView> {

    private final Leadership leadership;
    private final Consumer<LeaseClusterService> claimsChanged;
    private final Set<LeaseView> all = ConcurrentHashMap.newKeySet();
    private volatile boolean inForce;
    private volatile boolean left;

    /** @param claimsChanged is called when a namespace was added or is gone; must return at once */
    public LeaseClusterService(Leadership leadership, Consumer<LeaseClusterService> claimsChanged) {
        super("freshwatch");
        this.leadership = leadership;
        this.claimsChanged = claimsChanged;
    }

    /** @throws IllegalArgumentException if the database could not have a lease of this namespace */
    @Override
    protected LeaseView createView(String namespace) {
        MasterUri.namespaceFault(namespace).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        LeaseView view = new LeaseView(this, namespace, leadership);
        all.add(view);
        return view;
    }

    /** The leases of the namespaces that the routes have. */
    public Set<String> claims() {
        Set<String> claims = new TreeSet<>();
        all.stream().filter(LeaseView::isClaimed).map(LeaseView::lease).forEach(claims::add);
        return claims;
    }

    /** While it is left, nothing is said: its routes stop only to begin again in the successor, which claims the same. */
    void claimed() {
        if (!left) {
            claimsChanged.accept(this);
        }
    }

    boolean isInForce() {
        return inForce;
    }

    /** The configuration of these routes is in force from now on. */
    public void begin() {
        inForce = true;
        left = false;
        claimed();
        look();
    }

    /** Another configuration takes over: listeners are told nothing any more, since what they would stop is handed over, and what is claimed stays as it is. */
    public void leave() {
        left = true;
    }

    boolean isLeft() {
        return left;
    }

    /** What this node has, or who is there, may have changed. Returns at once. */
    public void look() {
        if (inForce && !left) {
            all.forEach(LeaseView::look);
        }
    }

    /**
     * Whether no route goes on with what another node may have begun by now: false from the end of a lease until its routes were
     * stopped.
     */
    public boolean isTold() {
        return all.stream().allMatch(LeaseView::isTold);
    }
}
