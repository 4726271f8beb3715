package dev.freshwatch.app;

import dev.freshwatch.cluster.Leadership;
import dev.freshwatch.cluster.LeaseClusterService;
import dev.freshwatch.cluster.LeaseLeadership;
import dev.freshwatch.cluster.LeaseListener;
import dev.freshwatch.cluster.Leases;
import java.util.Set;
import java.util.TreeSet;

/**
 * The namespaces of an operator's own routes: this node claims those of the configuration in force beside all others, and the
 * routes hear of them. Thread-safe.
 */
final class OwnElections implements LeaseListener {

    /** Null = this process is alone. */
    private final Leases leases;

    private volatile LeaseClusterService inForce;
    private Set<String> others = Set.of();
    private String hash = "";

    /** @param leases null = this process is alone */
    OwnElections(Leases leases) {
        this.leases = leases;
    }

    /** Camel's cluster service for the routes of one configuration. @param name of this process, if it is alone */
    LeaseClusterService service(String name) {
        return new LeaseClusterService(
                leases == null ? Leadership.alone(name) : new LeaseLeadership(leases), this::claimed);
    }

    /**
     * From now on it is about the routes of this service.
     *
     * @param namespaces what this node claims beside them
     * @param hash       of its configuration
     */
    void use(LeaseClusterService service, Set<String> namespaces, String hash) {
        synchronized (this) {
            inForce = service;
            others = namespaces;
            this.hash = hash;
            claimed(service);
        }
        service.look();
    }

    /** What a service claims has changed; of interest is only the one in force. */
    private synchronized void claimed(LeaseClusterService service) {
        if (leases != null && service == inForce) {
            Set<String> all = new TreeSet<>(others);
            all.addAll(service.claims());
            leases.want(all, hash);
        }
    }

    /** Whether all routes know by which leases they may run. */
    boolean areTold() {
        LeaseClusterService service = inForce;
        return service != null && service.isTold();
    }

    private void look() {
        LeaseClusterService service = inForce;
        if (service != null) {
            service.look();
        }
    }

    @Override
    public void gained(String namespace) {
        look();
    }

    @Override
    public void lost(String namespace) {
        look();
    }

    @Override
    public void looked() {
        look();
    }
}
