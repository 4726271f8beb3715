package dev.freshwatch.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.outbox.Notices;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kept.class)
class DrillTableTest {

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
            UnitOfWork unitOfWork = store.begin();
            assertThat(new DrillTable(unitOfWork).last()).isEmpty();
            new DrillTable(unitOfWork).take(EIGHT);
            new DrillTable(unitOfWork).take(EIGHT.plusSeconds(1));
            unitOfWork.commit();
        }
        try (Store store = Desk.open(folder, InstantSource.system())) {
            UnitOfWork unitOfWork = store.begin();
            assertThat(new DrillTable(unitOfWork).last()).hasValue(EIGHT.plusSeconds(1));
            unitOfWork.rollBack();
        }
    }

    @Test
    void onlyDrillsThatStillWaitAreTakenBack() {
        try (Desk client = new Desk(folder)) {
            UnitOfWork unitOfWork = client.store.begin();
            Desk.put(unitOfWork, Notices.notice("d1", "freshwatch/drill", Kind.DRILL, "e1"), "mail");
            Desk.put(unitOfWork, Notices.notice("d2", "freshwatch/drill", Kind.DRILL, "e2"), "mail");
            Desk.put(unitOfWork, Notices.problem("p", "a/b/c"), "mail");
            unitOfWork.commit();
            client.sql("UPDATE delivery SET state = 'delivered' WHERE notice_id = 'd1'");

            UnitOfWork next = client.store.begin();
            new DrillTable(next).withdrawEarlier();
            next.commit();

            assertThat(client.rows()).containsExactly("d1 mail delivered 0", "d2 mail withdrawn 0", "p mail pending 0");
        }
    }
}
