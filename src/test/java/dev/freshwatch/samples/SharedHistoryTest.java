package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The history of the nodes of a cluster: all write, and all tidy at the same time. */
class SharedHistoryTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T17:00:00Z");
    private static final List<CheckId> CHECKS =
            List.of(new CheckId("esm/soc/alarms"), new CheckId("esm/soc/clock"), new CheckId("misp/intel/rest"));
    private static final int SECONDS = 5_400;

    private final StateSettings where = PostgresServer.shared().freshSchema().ofCluster();

    /** Every check moves from node to node once a minute. */
    private static List<Sample> looks(int node, int from, int to) {
        List<Sample> looks = new ArrayList<>();
        for (int second = from; second < to; second += 10) {
            for (int check = 0; check < CHECKS.size(); check++) {
                if ((second / 60 + check) % 3 == node) {
                    looks.add(SampleDesk.sample(
                            CHECKS.get(check).value(), BEGIN.plusSeconds(second), State.OK, second, second));
                }
            }
        }
        return looks;
    }

    private static void all(ExecutorService threads, List<Callable<Void>> works) throws Exception {
        List<Future<Void>> ends = new ArrayList<>();
        for (Callable<Void> work : works) {
            ends.add(threads.submit(work));
        }
        for (Future<Void> end : ends) {
            end.get();
        }
    }

    @Test
    void aCheckThatMovesFromNodeToNodeHasItsWholeHistory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (SampleDesk one = new SampleDesk(where, BEGIN);
                SampleDesk two = new SampleDesk(where, BEGIN);
                SampleDesk three = new SampleDesk(where, BEGIN)) {
            List<SampleDesk> nodes = List.of(one, two, three);
            for (int from = 0; from < SECONDS; from += 900) {
                int at = from;
                List<Callable<Void>> works = new ArrayList<>();
                for (int node = 0; node < nodes.size(); node++) {
                    int number = node;
                    works.add(() -> {
                        nodes.get(number).write(looks(number, at, at + 900));
                        nodes.get(number)
                                .tidyAt(BEGIN.plusSeconds(
                                        at + 900 + Duration.ofHours(1).toSeconds()));
                        return null;
                    });
                }
                all(threads, works);
            }
            Instant later = BEGIN.plus(Duration.ofDays(1));
            all(
                    threads,
                    nodes.stream()
                            .map(node -> (Callable<Void>) () -> {
                                node.tidyAt(later);
                                return null;
                            })
                            .toList());

            for (CheckId check : CHECKS) {
                for (SampleDesk node : nodes) {
                    assertThat(node.reader.samples(check, BEGIN, later))
                            .extracting(Sample::at)
                            .hasSize(SECONDS / 10)
                            .isSorted()
                            .doesNotHaveDuplicates();
                }
            }
            assertThat(one.reader.checks()).containsExactlyInAnyOrderElementsOf(CHECKS);
        } finally {
            threads.shutdownNow();
        }
    }
}
