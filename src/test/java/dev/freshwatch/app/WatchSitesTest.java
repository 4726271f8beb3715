package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody waits for the day of samples that the first page shows. */
class WatchSitesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T10:00:00Z"));

    @TempDir
    Path folder;

    private final List<Integer> columnsRead = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    private final SampleReader samples = new SampleReader() {
        @Override
        public List<SampleSpan> spans(CheckId check, List<Instant> edges) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sample> samples(CheckId check, Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
            columnsRead.add(columns);
            return Map.of();
        }
    };

    private WatchSites sites(Store store) {
        StoreView view = new StoreView(store.reading(), true, List.of(), Set.of(), Set.of());
        return new WatchSites(() -> view, samples, Map::of, () -> null, CLOCK);
    }

    @Test
    void theDayIsReadBehindTheFirstLookAndNotBefore() {
        try (Store store = Store.open("jdbc:sqlite:" + folder.resolve("freshwatch.db"), CLOCK)) {
            sites(store).warmUpAfter(firstLook, () -> true);
            assertThat(columnsRead).isEmpty();

            firstLook.complete(null);
            await().untilAsserted(() -> assertThat(columnsRead).containsExactly(48));
        }
    }

    @Test
    void nothingIsReadWhereNobodyCanAsk() {
        try (Store store = Store.open("jdbc:sqlite:" + folder.resolve("freshwatch.db"), CLOCK)) {
            sites(store).warmUpAfter(firstLook, () -> !asked.compareAndSet(false, true));

            firstLook.complete(null);
            await().untilTrue(asked);
            sites(store).warmUpAfter(firstLook, () -> true);
            await().untilAsserted(() ->
                    assertThat(columnsRead).as("those of the other one").hasSize(1));
        }
    }
}
