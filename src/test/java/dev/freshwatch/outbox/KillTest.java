package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Soak;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.WebhookReceiver.Hook;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kept.class)
class KillTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    @Test
    void nothingIsLostAndARepeatIsTheSameBytes() throws Exception {
        boolean soak = Soak.isOn();
        int kills = kept == Kept.SQLITE ? soak ? 20 : 2 : soak ? 5 : 1;
        Random random = new Random();
        long committedBefore = 0;
        try (WebhookReceiver webhook = new WebhookReceiver();
                Moods moods = new Moods(webhook.faults(), random)) {
            String url = webhook.url().toString();
            for (int kill = 0; kill < kills; kill++) {
                Process watch = Children.java(KilledWatch.class, folder.toString(), url);
                // Not before it is at work, and then at any moment.
                long from = committedBefore + 1 + random.nextInt(30);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> {
                            assertThat(watch.isAlive()).as(() -> output(watch)).isTrue();
                            return lines("committed").size() >= from;
                        });
                watch.destroyForcibly();
                assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
                committedBefore = lines("committed").size();
            }
            moods.close();
            Process last = Children.java(KilledWatch.class, folder.toString(), url, "drain");
            assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).as(() -> output(last)).isZero();

            long cycles = cyclesInStore();
            assertThat(cycles).isBetween(committedBefore, committedBefore + kills);
            List<String> sent = lines("sent");
            perCheck(sent).forEach((check, numbers) -> assertThat(repeatsInOrder(numbers, cycles))
                    .as("a kill repeats no notice twice")
                    .isLessThanOrEqualTo(kills));
            List<Hook> taken = webhook.hooks().all().stream()
                    .filter(hook -> hook.accepted() || hook.status() == 0)
                    .toList();
            perCheck(taken.stream().map(KillTest::id).toList())
                    .forEach((check, numbers) -> repeatsInOrder(numbers, cycles));
            Map<String, Set<String>> bytes = new HashMap<>();
            taken.forEach(hook ->
                    bytes.computeIfAbsent(id(hook), any -> new HashSet<>()).add(hook.text()));
            assertThat(bytes.values()).as("a repeat is the same bytes").allMatch(texts -> texts.size() == 1);
            long late = bytes.values().stream()
                    .filter(texts -> texts.iterator().next().contains("delayed by"))
                    .count();
            long all = cycles * KilledWatch.CHECKS;
            System.out.printf(
                    Locale.ROOT,
                    "killed %d times on %s: %d transitions, none lost; syslog: %d repeated; webhook, going up and down:"
                            + " %d tries, %d taken, %d of them repeats with the same bytes, %d notices late%n",
                    kills,
                    kept,
                    all,
                    sent.size() - all,
                    webhook.hooks().count(),
                    taken.size(),
                    taken.size() - all,
                    late);
        }
    }

    private static String id(Hook hook) {
        Matcher id = ID.matcher(hook.text());
        assertThat(id.find()).as(hook.text()).isTrue();
        return id.group(1);
    }

    private static Map<String, List<Long>> perCheck(List<String> ids) {
        Map<String, List<Long>> perCheck = new HashMap<>();
        ids.forEach(id -> perCheck.computeIfAbsent(id.split(" ")[0], any -> new ArrayList<>())
                .add(Long.valueOf(id.split(" ")[1])));
        assertThat(perCheck).hasSize(KilledWatch.CHECKS);
        return perCheck;
    }

    /** Lets a receiver be well, refuse, hang, or take what comes and lose its answer; each for a moment. */
    private static final class Moods implements AutoCloseable {

        private static final List<SimFault> ALL =
                List.of(SimFault.status(503, "not now"), SimFault.close(), SimFault.reset(), SimFault.hang());

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final SimFaults faults;

        Moods(SimFaults faults, Random random) {
            this.faults = faults;
            thread.scheduleWithFixedDelay(
                    () -> {
                        faults.clear();
                        int mood = random.nextInt(2 * ALL.size());
                        if (mood < ALL.size()) {
                            faults.always(SimFaults.ANY, ALL.get(mood));
                        }
                    },
                    0,
                    300,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            thread.shutdownNow();
            assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            faults.clear();
        }
    }

    /** 1 2 3 4 4 5: each number, in order; a repeat only of the one before. @return how many repeats */
    private static int repeatsInOrder(List<Long> numbers, long last) {
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
        return repeats;
    }

    private long cyclesInStore() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            assertThat(store.setAside()).isEmpty();
            assertThat(DeliveryTable.backlog(store)).isEmpty();
            assertThat(DeliveryTable.lastFailures(store, 1)).isEmpty();
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
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
