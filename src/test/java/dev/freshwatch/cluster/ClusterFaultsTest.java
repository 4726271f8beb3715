package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.cluster.FaultPlan.Kind;
import dev.freshwatch.cluster.LeaseLog.Overlap;
import dev.freshwatch.cluster.TakeOvers.TakeOver;
import dev.freshwatch.cluster.ToldNotices.Notice;
import dev.freshwatch.sim.SimDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, each a process of its own, on a real PostgreSQL; an ESM whose Receivers go silent and come back again and
 * again; a MISP whose workers die; and faults meanwhile. {@code bench/cluster.sh} is the full measure, 200 faults;
 * {@code -Dfreshwatch.cluster.seed=…} repeats the faults of a run.
 */
@Tag("soak")
class ClusterFaultsTest {

    /** With fewer faults than that, no node is frozen for long. */
    private static final int MANY = 20;

    /** With fewer than that, there are fewer deaths of workers than calls are allowed in an hour. */
    private static final int HALF_AN_HOUR = 100;

    private static final Duration LIMIT = FaultyCluster.LEASE.plusSeconds(5);

    @TempDir
    Path directory;

    @Test
    void whateverHappensToANodeEveryTurnIsToldOnce() throws Exception {
        long seed = Long.getLong("freshwatch.cluster.seed", new Random().nextInt(1_000_000));
        int faults = Integer.getInteger("freshwatch.cluster.faults", 5);
        assertThat(Boolean.getBoolean("freshwatch.peers.required")
                        && NodeProcess.faketime().isEmpty())
                .as("peers are required, and libfaketime is not installed")
                .isFalse();
        assumeThat(NodeProcess.faketime()).as("libfaketime is installed").isPresent();
        System.out.println("seed " + seed + ", " + faults + " faults");
        AtomicBoolean ending = new AtomicBoolean();
        CountDownLatch noMoreDeaths = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FaultyCluster cluster = new FaultyCluster(directory);
                FaultRun run = new FaultRun(cluster)) {
            try {
                ToldNotices told = new ToldNotices(cluster.webhook());
                List<ReceiverTurns> turns = new ArrayList<>();
                for (int i = 1; i <= 3; i++) {
                    SimDevice device = cluster.esm().appliance().addReceiver("ERC-" + i);
                    turns.add(new ReceiverTurns(device, told, ending));
                }
                WorkerDeaths deaths = new WorkerDeaths(
                        cluster.misp(),
                        told,
                        Duration.ofSeconds(faults < HALF_AN_HOUR ? 15 : 61),
                        new Random(seed),
                        run::aim,
                        noMoreDeaths);
                cluster.start();
                List<Future<?>> running = new ArrayList<>();
                turns.forEach(each -> running.add(threads.submit(each)));
                running.add(threads.submit(deaths));
                run.run(FaultPlan.of(seed, faults, Duration.ofSeconds(faults < MANY ? 7 : 90)));
                ending.set(true);
                noMoreDeaths.countDown();
                for (Future<?> each : running) {
                    each.get(15, TimeUnit.MINUTES);
                }
                run.awaitEnds();
                awaitNothingMore(told);
                FaultFigures figures = figures(cluster, run, told, turns, deaths);
                System.out.println("seed " + seed + ", " + faults + " faults\n" + figures);
                if (faults > MANY) {
                    keepLogs(cluster, seed);
                }
                assertThat(figures.missed()).as("seed " + seed + "\n" + figures).isEmpty();
            } catch (Exception | AssertionError e) {
                keepLogs(cluster, seed);
                throw e;
            }
        } finally {
            ending.set(true);
            noMoreDeaths.countDown();
            threads.shutdownNow();
        }
    }

    private static void awaitNothingMore(ToldNotices told) {
        int[] before = {-1};
        await("an end of the notices")
                .atMost(FaultyCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    int now = told.notices().size() + told.repeated();
                    boolean same = now == before[0];
                    before[0] = now;
                    return same;
                });
    }

    private static FaultFigures figures(
            FaultyCluster cluster, FaultRun run, ToldNotices told, List<ReceiverTurns> turns, WorkerDeaths deaths)
            throws Exception {
        FaultFigures figures = new FaultFigures();
        figures.tell(
                "faults",
                Arrays.stream(Kind.values())
                        .map(kind -> kind + " " + run.count(kind))
                        .collect(Collectors.joining(", ")));
        figures.tell("of them aimed at a node while it healed, beside those of the plan", run.aimed());
        figures.none("nodes that ended by themselves", run.diedByThemselves());
        transitions(figures, told, turns, deaths);
        healing(figures, deaths);
        LeaseLog log = cluster.leaseLog();
        figures.atMost("changes of hands without a greater number", log.fencesThatDidNotGrow(), 0, List.of());
        overlap(figures, "the ESM", log.overlap("esm/soc", cluster.esmRequests().all()));
        overlap(
                figures,
                "the MISP",
                log.overlap("misp/intel", cluster.mispRequests().all()));
        takeOvers(figures, TakeOvers.of(run.happened(), log, FaultyCluster.LEASE, LIMIT));
        return figures;
    }

    private static void transitions(
            FaultFigures figures, ToldNotices told, List<ReceiverTurns> turns, WorkerDeaths deaths) {
        List<String> lost = new ArrayList<>(deaths.lost());
        turns.forEach(each -> lost.addAll(each.lost()));
        long all = turns.stream().mapToLong(ReceiverTurns::turns).sum();
        figures.tell(
                "turns of Receivers; notices; notices that came again",
                all + "; " + told.notices().size() + "; " + told.repeated());
        figures.none("transitions that were not told", lost);
        figures.none("notices doubled with different ids", told.doubled());
        figures.atMost("notices that came again with other bytes", told.withOtherBytes(), 0, List.of());
        long receivers = turns.stream()
                .mapToLong(each -> told.count(each.check(), "problem") + told.count(each.check(), "recovery"))
                .sum();
        figures.atMost("notices of Receivers that no turn explains", Math.max(0, receivers - all), 0, List.of());
        Set<String> known = turns.stream().map(ReceiverTurns::check).collect(Collectors.toSet());
        known.add(deaths.check());
        List<Notice> others = told.notices().stream()
                .filter(notice -> !known.contains(notice.check()))
                .toList();
        // a node that is frozen for long, again and again, is gone
        figures.none(
                "notices of anything that was not wrong",
                others.stream()
                        .filter(notice -> !notice.check().startsWith("freshwatch/node/"))
                        .toList());
        figures.tell(
                "notices of nodes that were gone",
                others.stream()
                        .filter(notice -> notice.check().startsWith("freshwatch/node/"))
                        .count());
        figures.tell(
                "longest from a turn to its notice, ms",
                turns.stream()
                        .mapToLong(each -> each.longest().toMillis())
                        .max()
                        .orElse(0));
    }

    private static void healing(FaultFigures figures, WorkerDeaths deaths) {
        List<Long> calls = deaths.callsOfDeaths();
        figures.tell(
                "deaths of a worker; calls; deaths whose node ended before its call",
                calls.size() + "; " + calls.stream().mapToLong(Long::longValue).sum() + "; "
                        + calls.stream().filter(each -> each == 0).count());
        figures.none(
                "deaths with two healing calls",
                calls.stream().filter(each -> each > 1).toList());
    }

    private static void overlap(FaultFigures figures, String platform, Overlap overlap) {
        figures.tell(
                "hand-overs of " + platform + "; requests of another node after them",
                overlap.handOvers() + "; " + overlap.late());
        figures.none("requests to " + platform + " beyond the one that was under way", overlap.again());
    }

    private static void takeOvers(FaultFigures figures, List<TakeOver> all) {
        figures.tell(
                "take-overs, of them during another fault",
                all.size() + ", " + all.stream().filter(TakeOver::disturbed).count());
        List<Long> times = all.stream().map(TakeOver::longest).sorted().toList();
        if (!times.isEmpty()) {
            figures.tell(
                    "take-over, median, 90 %, max, ms",
                    times.get(times.size() / 2) + ", " + times.get(times.size() * 9 / 10) + ", "
                            + times.get(times.size() - 1));
        }
        figures.none(
                "take-overs later than lease + 5 s",
                all.stream().filter(each -> !each.isWithin(LIMIT)).toList());
    }

    private static void keepLogs(FaultyCluster cluster, long seed) throws IOException {
        Path kept = Path.of("target", "cluster-faults-" + seed + ".log");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, cluster.logs());
        System.out.println("what the nodes said is in " + kept);
    }
}
