package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of checks that nobody makes any more. */
@ParameterizedClass
@EnumSource(Kept.class)
class GoneChecksTest {

    private static final CheckId OPEN = new CheckId("esm/lab/alarms");
    private static final CheckId WELL = new CheckId("esm/lab/session");
    private static final CheckId LOOKED = new CheckId("misp/lab/ping");
    private static final CheckId KEPT = new CheckId("esm/soc/alarms");
    private static final Instant SINCE = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant NOW = SINCE.plusSeconds(600);

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Store store;

    @BeforeEach
    void open() {
        kept.prepare(folder);
        store = Store.open(Kept.ready(folder), () -> NOW);
        for (AlertState state : List.of(
                new AlertState(OPEN, State.CRITICAL, SINCE, null, new Episode("e1", SINCE, State.CRITICAL)),
                new AlertState(WELL, State.OK, SINCE, null, null),
                new AlertState(KEPT, State.CRITICAL, SINCE, null, new Episode("e2", SINCE, State.CRITICAL)))) {
            UnitOfWork unitOfWork = store.begin();
            AlertStateTable.in(unitOfWork).remember(List.of(state));
            unitOfWork.commit();
        }
        List.of(OPEN, LOOKED, KEPT).forEach(this::look);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void look(CheckId check) {
        store.transaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO check_look (check_id, subject, name, state, reason, detail, observed_at, confirmed, recent,
                  settings) VALUES (?, 'x', 'x', 'CRITICAL', 'STALE', 'x', ?, 1, 'c', '')""",
                check.value(),
                SINCE));
    }

    private List<String> texts(String sql) {
        return store.transaction(connection -> Sql.list(connection, sql, Sql.Row::text));
    }

    @Test
    void theyAreForgottenAndTheirProblemsEndWithALineInTheAudit() {
        int ended = new GoneChecks(store)
                .forget(check -> !check.equals(KEPT), "start", "not in the configuration any more");

        assertThat(ended).isEqualTo(1);
        assertThat(texts("SELECT check_id FROM check_state")).containsExactly(KEPT.value());
        assertThat(texts("SELECT check_id FROM check_look")).containsExactly(KEPT.value());
        assertThat(texts("SELECT id FROM episode WHERE closed_at IS NULL")).containsExactly("e2");
        assertThat(texts("SELECT id FROM episode WHERE closed_at = " + NOW.toEpochMilli()))
                .containsExactly("e1");
        assertThat(texts("SELECT id FROM notice")).isEmpty();
        assertThat(new AuditTable(store).latest(9))
                .extracting(line -> line.at() + " " + line.who() + " " + line.what() + " " + line.detail())
                .containsExactly(
                        "2026-11-20T12:10:00Z freshwatch start esm/lab/alarms: not in the configuration any more;"
                                + " its problem (critical since 2026-11-20T12:00:00Z) has ended without a notice");
    }

    @Test
    void whereNothingIsGoneNothingChanges() {
        assertThat(new GoneChecks(store).forget(check -> false, "start", "gone"))
                .isZero();

        assertThat(texts("SELECT check_id FROM check_state")).hasSize(3);
        assertThat(texts("SELECT check_id FROM check_look")).hasSize(3);
        assertThat(new AuditTable(store).latest(9)).isEmpty();
    }
}
