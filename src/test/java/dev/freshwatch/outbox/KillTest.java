package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kept.class)
class KillTest {

    private static final int KILLS = 5;

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    @Test
    void nothingIsLostAndAtMostOnceRepeatedByAKill() throws Exception {
        Random random = new Random();
        long committedBefore = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process watch = Children.java(KilledWatch.class, folder.toString());
            // Not before it is at work, and then at any moment.
            long from = committedBefore + 1 + random.nextInt(60);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        assertThat(watch.isAlive()).as(() -> output(watch)).isTrue();
                        return lines("committed").size() >= from;
                    });
            watch.destroyForcibly();
            assertThat(watch.waitFor(10, TimeUnit.SECONDS)).isTrue();
            committedBefore = lines("committed").size();
        }
        Process last = Children.java(KilledWatch.class, folder.toString(), "drain");
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(() -> output(last)).isZero();

        List<String> sent = lines("sent");
        long cycles = cyclesInStore();
        assertThat(cycles).isBetween(committedBefore, committedBefore + KILLS);
        Map<String, List<Long>> perCheck = new HashMap<>();
        sent.forEach(id -> perCheck.computeIfAbsent(id.split(" ")[0], any -> new ArrayList<>())
                .add(Long.valueOf(id.split(" ")[1])));
        assertThat(perCheck).hasSize(KilledWatch.CHECKS);
        perCheck.forEach((check, numbers) -> assertInOrderAndWhole(numbers, cycles));
        System.out.printf(
                "killed %d times: %d transitions, %d sent, %d repeated%n",
                KILLS, cycles * KilledWatch.CHECKS, sent.size(), sent.size() - cycles * KilledWatch.CHECKS);
    }

    /** 1 2 3 4 4 5: each number, in order; a repeat only of the one before, and for one kill once. */
    private static void assertInOrderAndWhole(List<Long> numbers, long last) {
        long before = 0;
        int repeats = 0;
        for (long number : numbers) {
            if (number == before) {
                repeats++;
            } else {
                assertThat(number).isEqualTo(before + 1);
            }
            before = number;
        }
        assertThat(before).isEqualTo(last);
        assertThat(repeats).isLessThanOrEqualTo(KILLS);
    }

    private long cyclesInStore() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            assertThat(store.setAside()).isEmpty();
            assertThat(store.backlog()).isEmpty();
            assertThat(store.lastFailures(1)).isEmpty();
            return store.transaction(connection -> {
                try (var statement = connection.createStatement();
                        var row =
                                statement.executeQuery("SELECT MIN(observed_at), MAX(observed_at) FROM check_state")) {
                    row.next();
                    assertThat(row.getLong(1)).isEqualTo(row.getLong(2));
                    return row.getLong(1);
                }
            });
        }
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
