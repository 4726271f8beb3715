package dev.freshwatch.app;

import dev.freshwatch.cluster.LeaseListener;
import dev.freshwatch.cluster.Namespaces;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What begins and ends in this process when it gets or loses a lease.
 *
 * @param active the configuration in force
 */
record LeaseEffects(CycleScheduler scheduler, WatchHealth health, Supplier<ActiveConfig> active, Store store)
        implements LeaseListener {

    /** What a node has taken over begins so soon. */
    private static final Duration SOON = Duration.ofMillis(200);

    @Override
    public void gained(String namespace) {
        scheduler.lookAgain(timer -> isOf(timer, namespace), SOON);
        active.get().platforms().gained(namespace);
        if (namespace.equals(Namespaces.WATCH)) {
            active.get().services().gained();
            health.heartbeat().here(true);
        }
        ring(namespace);
    }

    @Override
    public void lost(String namespace) {
        if (namespace.equals(Namespaces.WATCH)) {
            health.heartbeat().here(false);
        }
        Predicate<CheckId> gone =
                check -> isMadeIn(namespace, check, active.get().services().services()::has);
        active.get().tracking().forget(gone);
        health.latest().forget(gone);
        if (namespace.startsWith(Namespaces.SINK)) {
            health.handedOver(sink(namespace));
        }
        ring(namespace);
    }

    /** Whether another node makes this check, once it has this namespace. What operators' own routes report is of any node. */
    static boolean isMadeIn(String namespace, CheckId check, Predicate<CheckId> templated) {
        return namespace.equals(ClusterNode.namespace(check, templated));
    }

    private static boolean isOf(String timer, String namespace) {
        return !MonotonicTimerComponent.isByPolicy(timer)
                && Namespaces.ofTimer(timer).filter(namespace::equals).isPresent();
    }

    private void ring(String namespace) {
        if (namespace.startsWith(Namespaces.SINK)) {
            store.listeners().ring(sink(namespace), Set.of());
        }
    }

    private static String sink(String namespace) {
        return namespace.substring(Namespaces.SINK.length());
    }
}
