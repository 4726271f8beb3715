package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-20T17:05:09Z");
    private String url;

    @BeforeEach
    void place() {
        url = "jdbc:sqlite:" + folder.resolve("freshwatch.db");
    }

    private Finding finding(Store store) {
        return new FreshnessCheck()
                .judge(new StoreCheck(store, () -> now).checkStore())
                .get(0);
    }

    @Test
    void aSoundStoreIsUp() {
        try (Store store = Store.open(url, () -> now)) {
            Finding finding = finding(store);
            assertThat(finding.check().value()).isEqualTo("freshwatch/store");
            assertThat(finding.state()).isEqualTo(State.OK);
            assertThat(finding.reason()).isEqualTo(Reason.UP);
        }
    }

    @Test
    void aDamagedOneIsToldForADayAlsoAfterARestart() throws IOException {
        Files.writeString(folder.resolve("freshwatch.db"), "no database".repeat(100));
        try (Store store = Store.open(url, () -> now)) {
            assertThat(finding(store).state()).isEqualTo(State.WARNING);
        }
        try (Store store = Store.open(url, () -> now)) {
            now = now.plus(Duration.ofHours(23));
            Finding finding = finding(store);
            assertThat(finding.state()).isEqualTo(State.WARNING);
            assertThat(finding.reason()).isEqualTo(Reason.DEGRADED);
            assertThat(finding.text())
                    .isEqualTo("was damaged and set aside 23 h ago as freshwatch.db.damaged-20261120T170509Z;"
                            + " a new one was created, so open problems were notified again");
            now = now.plus(Duration.ofHours(1));
            assertThat(finding(store).state()).isEqualTo(State.OK);
        }
    }
}
