package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.notice.Life;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kept.class)
class DrillLogTest {

    private static final Instant EIGHT = Instant.parse("2026-11-20T07:00:00Z");

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    @Test
    void theLastOneIsRememberedOverARestart() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            Ledger ledger = store.begin();
            assertThat(new DrillLog(ledger).last()).isEmpty();
            new DrillLog(ledger).take(EIGHT);
            new DrillLog(ledger).take(EIGHT.plusSeconds(1));
            ledger.commit();
        }
        try (Store store = Desk.open(folder, InstantSource.system())) {
            Ledger ledger = store.begin();
            assertThat(new DrillLog(ledger).last()).hasValue(EIGHT.plusSeconds(1));
            ledger.rollBack();
        }
    }

    @Test
    void onlyDrillsThatStillWaitAreTakenBack() {
        try (Desk desk = new Desk(folder)) {
            Ledger ledger = desk.store.begin();
            Desk.put(ledger, Notices.notice("d1", "freshwatch/drill", Kind.DRILL, "e1"), "mail");
            Desk.put(ledger, Notices.notice("d2", "freshwatch/drill", Kind.DRILL, "e2"), "mail");
            Desk.put(ledger, Notices.problem("p", "a/b/c"), "mail");
            ledger.commit();
            desk.sql("UPDATE delivery SET state = 'delivered' WHERE notice_id = 'd1'");

            Ledger next = desk.store.begin();
            new DrillLog(next).withdrawEarlier();
            next.commit();

            assertThat(desk.rows()).containsExactly("d1 mail delivered 0", "d2 mail withdrawn 0", "p mail pending 0");
        }
    }

    @Test
    void checksThatWereLookedAtAreKnown() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            assertThat(new KnownChecks(store).all()).isEmpty();
            CheckId later = CheckId.of("esm", "soc", "session");
            CheckId first = CheckId.of("esm", "soc", "alarms");
            Ledger ledger = store.begin();
            ledger.lives()
                    .remember(List.of(
                            new Life(later, State.OK, EIGHT, null, null),
                            new Life(first, State.OK, EIGHT, null, null)));
            ledger.commit();
            assertThat(new KnownChecks(store).all()).containsExactly(first, later);
        }
    }
}
