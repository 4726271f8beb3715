package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.cluster.FaultPlan.Kind;
import dev.freshwatch.cluster.TakeOvers.Happened;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets the faults of a plan happen. Several may be under way at once, as long as one node is well. */
final class FaultRun {

    private final FaultyCluster cluster;
    private final List<Happened> happened = new ArrayList<>();
    private final List<String> diedByThemselves = new ArrayList<>();
    private final List<Future<?>> ends = new ArrayList<>();

    FaultRun(FaultyCluster cluster) {
        this.cluster = cluster;
    }

    void run(List<Fault> plan) throws Exception {
        ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
        try {
            for (int i = 0; i < plan.size(); i++) {
                Fault fault = plan.get(i);
                String victim = awaitVictim(fault);
                System.out.println((i + 1) + ": " + fault.kind() + " of " + victim + " for "
                        + fault.lasts().toMillis() + " ms");
                begin(i + 1, fault, victim, later);
                pause(fault.pause());
                bury();
            }
            for (Future<?> end : ends) {
                end.get(5, TimeUnit.MINUTES);
            }
            cluster.awaitAllWell();
        } finally {
            later.shutdownNow();
        }
    }

    static void pause(Duration pause) {
        await().pollDelay(pause).atMost(pause.plusSeconds(60)).until(() -> true);
    }

    /** The node that it befalls; waits until another one is well meanwhile. */
    private String awaitVictim(Fault fault) {
        String[] victim = new String[1];
        await("another node that is well")
                .atMost(FaultyCluster.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    bury();
                    victim[0] = victim(fault.whose());
                    Set<String> others = new HashSet<>(cluster.well());
                    others.remove(victim[0]);
                    return !others.isEmpty() && !(fault.kind().takesANodeAway() && cluster.isTroubled(victim[0]));
                });
        return victim[0];
    }

    private String victim(String whose) throws SQLException {
        if (!whose.contains("/")) {
            return whose;
        }
        String holder = cluster.holder(whose);
        return holder.isEmpty() ? "a" : holder;
    }

    private void begin(int number, Fault fault, String victim, ScheduledExecutorService later) throws Exception {
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

    private synchronized void add(Happened one) {
        happened.add(one);
    }

    /** A node that has ended although nobody has ended it. */
    private void bury() throws IOException {
        for (NodeProcess node : cluster.nodes()) {
            if (!node.isAlive() && !cluster.isTroubled(node.name())) {
                diedByThemselves.add(node.name() + " with exit code " + node.exitCode());
                node.start();
            }
        }
    }

    /** All that has happened, in order. */
    synchronized List<Happened> happened() {
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
}
