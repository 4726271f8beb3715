package dev.freshwatch.cluster;

import static org.awaitility.Awaitility.await;

import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.sim.misp.SimMisp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/** A worker of a MISP that dies, once a minute: more calls in an hour are not allowed. */
final class WorkerDeaths implements Runnable {

    private static final String QUEUE = "default";
    private static final String CHECK = "misp/intel/workers";
    private static final String CALL = "servers/restartDeadWorkers";
    private static final Duration CALLED_WITHIN = Duration.ofSeconds(45);

    private final SimMisp misp;
    private final ToldNotices told;
    private final CountDownLatch ending;
    private final Duration every;
    private final Random random;
    private final Consumer<Fault> faults;
    private final List<Long> callsOfDeaths = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    /**
     * @param every  pause between two deaths
     * @param faults gets a fault for the node that heals, often while it does
     * @param ending ends it, after a recovery
     */
    WorkerDeaths(
            SimMisp misp,
            ToldNotices told,
            Duration every,
            Random random,
            Consumer<Fault> faults,
            CountDownLatch ending) {
        this.misp = misp;
        this.told = told;
        this.every = every;
        this.random = random;
        this.faults = faults;
        this.ending = ending;
    }

    @Override
    public void run() {
        try {
            do {
                long from = System.nanoTime();
                long calls = misp.calls(CALL);
                die();
                long left = every.toNanos() - (System.nanoTime() - from);
                boolean last = ending.await(Math.max(1, left), TimeUnit.NANOSECONDS);
                synchronized (this) {
                    // also those that came after the recovery
                    callsOfDeaths.add(misp.calls(CALL) - calls);
                }
                if (last) {
                    return;
                }
            } while (ending.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void die() {
        int workers = misp.workers().pids(QUEUE).size();
        long calls = misp.calls(CALL);
        long problems = told.count(CHECK, "problem");
        long recoveries = told.count(CHECK, "recovery");
        misp.workers().kill(QUEUE);
        int when = random.nextInt(4);
        Fault fault = FaultPlan.whileHealing(random);
        if (when == 0 && happens(() -> told.count(CHECK, "problem") > problems, CALLED_WITHIN)) {
            // the call is written down about now
            faults.accept(fault);
        } else if (when > 1 && happens(() -> misp.calls(CALL) > calls, CALLED_WITHIN)) {
            // the call has come, and its answer is under way
            faults.accept(fault);
        }
        awaitOrNote("problem", () -> told.count(CHECK, "problem") > problems, FaultyCluster.PATIENCE);
        if (!happens(() -> misp.calls(CALL) > calls, CALLED_WITHIN)) {
            // its node died after it had written down that it would call: there is no other call for five minutes
            misp.workers().queue(QUEUE, workers);
        }
        awaitOrNote("recovery", () -> told.count(CHECK, "recovery") > recoveries, FaultyCluster.PATIENCE);
    }

    private void awaitOrNote(String what, Callable<Boolean> condition, Duration patience) {
        if (!happens(condition, patience)) {
            synchronized (this) {
                lost.add(what + " of " + CHECK + " after " + callsOfDeaths.size() + " deaths");
            }
        }
    }

    private static boolean happens(Callable<Boolean> condition, Duration patience) {
        try {
            await().atMost(patience).pollInterval(Duration.ofMillis(50)).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    String check() {
        return CHECK;
    }

    /** How many calls each death has led to. */
    synchronized List<Long> callsOfDeaths() {
        return List.copyOf(callsOfDeaths);
    }

    /** What was not told in time. */
    synchronized List<String> lost() {
        return List.copyOf(lost);
    }
}
