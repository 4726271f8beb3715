package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.cluster.FaultPlan.Kind;
import dev.freshwatch.cluster.TakeOvers.Happened;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets the faults of a plan happen. Several may be under way at once, as long as one node is well. */
final class FaultRun implements AutoCloseable {

    private final FaultyCluster cluster;
    private final List<Happened> happened = new CopyOnWriteArrayList<>();
    private final List<String> diedByThemselves = new CopyOnWriteArrayList<>();
    private final List<Future<?>> ends = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private int aimed;

    FaultRun(FaultyCluster cluster) {
        this.cluster = cluster;
    }

    void run(List<Fault> plan) throws Exception {
        for (int i = 0; i < plan.size(); i++) {
            Fault fault = plan.get(i);
            int number = i + 1;
            await("another node that is well")
                    .atMost(FaultyCluster.PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> begins(number, fault));
            pause(fault.pause());
            bury();
        }
        awaitEnds();
    }

    /** Waits until all that has happened is over. */
    void awaitEnds() throws Exception {
        for (Future<?> end : ends) {
            end.get(5, TimeUnit.MINUTES);
        }
        cluster.awaitAllWell();
    }

    /** Lets one more happen now, if another node is well meanwhile. */
    synchronized void aim(Fault fault) {
        try {
            if (begins(-1 - aimed, fault)) {
                aimed++;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many happened beside the plan. */
    synchronized int aimed() {
        return aimed;
    }

    static void pause(Duration pause) {
        await().pollDelay(pause).atMost(pause.plusSeconds(60)).until(() -> true);
    }

    /** Lets it happen, if another node is well meanwhile. */
    private synchronized boolean begins(int number, Fault fault) throws Exception {
        bury();
        String victim = victim(fault.whose());
        Set<String> others = new HashSet<>(cluster.well());
        others.remove(victim);
        if (others.isEmpty() || (fault.kind().takesANodeAway() && cluster.isTroubled(victim))) {
            return false;
        }
        System.out.println(Instant.ofEpochMilli(cluster.now()) + " " + number + ": " + fault.kind() + " of " + victim
                + " for " + fault.lasts().toMillis() + " ms");
        begin(number, fault, victim);
        return true;
    }

    private String victim(String whose) throws SQLException {
        if (!whose.contains("/")) {
            return whose;
        }
        String holder = cluster.holder(whose);
        return holder.isEmpty() ? "a" : holder;
    }

    private void begin(int number, Fault fault, String victim) throws Exception {
        boolean away = fault.kind().takesANodeAway();
        if (away) {
            cluster.trouble(victim, true);
        }
        long from = cluster.now();
        cluster.happen(fault, victim);
        if (!away) {
            add(new Happened(number, fault, victim, from, cluster.now()));
            return;
        }
        ends.add(later.schedule(
                () -> {
                    long to = cluster.now();
                    cluster.endOf(fault, victim);
                    cluster.trouble(victim, false);
                    add(new Happened(number, fault, victim, from, to));
                    return null;
                },
                fault.lasts().toMillis(),
                TimeUnit.MILLISECONDS));
    }

    private void add(Happened one) {
        happened.add(one);
    }

    /** A node that has ended although nobody has ended it. */
    private synchronized void bury() throws IOException {
        for (NodeProcess node : cluster.nodes()) {
            if (!node.isAlive() && !cluster.isTroubled(node.name())) {
                diedByThemselves.add(node.name() + " with exit code " + node.exitCode());
                node.start();
            }
        }
    }

    /** All that has happened, in order. */
    List<Happened> happened() {
        return happened.stream().sorted(Comparator.comparing(Happened::number)).toList();
    }

    /** How many of this kind. */
    long count(Kind kind) {
        return happened().stream().filter(one -> one.fault().kind() == kind).count();
    }

    /** Nodes that ended although nobody had ended them. */
    List<String> diedByThemselves() {
        assertThat(ends).allMatch(Future::isDone);
        return List.copyOf(diedByThemselves);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
