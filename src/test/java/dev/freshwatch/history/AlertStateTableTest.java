package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.alert.AlertState.Shown;
import dev.freshwatch.alert.Cause;
import dev.freshwatch.alert.FlapDetector;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.service.KnownSource;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(Kept.class)
class AlertStateTableTest {

    private static final CheckId CHECK = new CheckId("esm/soc/events/144116287587483648");
    private static final CheckId OTHER = new CheckId("esm/soc/alarms");
    private static final Instant THEN = Instant.ofEpochMilli(1_763_654_400_123L);

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    static Stream<AlertState> alertStates() {
        Episode episode = new Episode("e1", THEN.minusSeconds(60), State.CRITICAL);
        return Stream.of(
                AlertState.initial(CHECK),
                new AlertState(CHECK, State.OK, THEN, null, null),
                new AlertState(CHECK, State.UNKNOWN, THEN, THEN.minusSeconds(5), null),
                new AlertState(CHECK, State.CRITICAL, THEN, null, episode),
                new AlertState(CHECK, State.UNKNOWN, THEN, THEN, new Episode("e2", THEN, State.UNKNOWN)),
                new AlertState(
                        CHECK,
                        State.CRITICAL,
                        THEN,
                        null,
                        State.WARNING,
                        new Row(2, THEN.minusSeconds(30)),
                        new FlapDetector(0b1010, State.CRITICAL, true, true),
                        Duration.ofMinutes(14),
                        new Episode(
                                "e3",
                                THEN,
                                State.CRITICAL,
                                THEN,
                                "n1",
                                new Shown("ERC-1 events", Reason.STALE, "ERC-1: old"),
                                "down: no worker in cache"),
                        new Cause("down: Redis is gone", 2, THEN.minusSeconds(30))));
    }

    @ParameterizedTest
    @MethodSource("alertStates")
    void aLifeComesBackAsItWas(AlertState alertState) {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            change(store, alertState);
            change(store, alertState);
            assertThat(read(store, CHECK)).containsExactly(Map.entry(CHECK, alertState));
            assertThat(new EpisodeQuery(store.reading()).alertState(CHECK))
                    .as("as explain reads it")
                    .isEqualTo(alertState);
        }
    }

    @Test
    void anEpisodeChangesAndCloses() {
        try (Desk client = new Desk(folder)) {
            change(
                    client.store,
                    new AlertState(CHECK, State.WARNING, THEN, null, new Episode("e1", THEN, State.WARNING)));
            AlertState worse =
                    new AlertState(CHECK, State.CRITICAL, THEN, null, new Episode("e1", THEN, State.CRITICAL));
            change(client.store, worse);
            assertThat(read(client.store, CHECK)).containsEntry(CHECK, worse);
            AlertState well = new AlertState(CHECK, State.OK, THEN.plusSeconds(9), null, null);
            change(client.store, well);
            assertThat(read(client.store, CHECK)).containsEntry(CHECK, well);
            change(
                    client.store,
                    new AlertState(CHECK, State.CRITICAL, THEN, null, new Episode("e2", THEN, State.CRITICAL)));
            assertThat(
                            client.texts(
                                    "SELECT id || ' ' || told || ' ' || COALESCE(CAST(closed_at AS VARCHAR(20)), 'open') FROM episode"))
                    .containsExactly("e1 CRITICAL " + THEN.plusSeconds(9).toEpochMilli(), "e2 CRITICAL open");
        }
    }

    @Test
    void everyCheckAskedForIsThere() {
        List<CheckId> many = IntStream.range(0, 1203)
                .mapToObj(i -> new CheckId("esm/soc/events/" + i))
                .toList();
        try (Store store = Desk.open(folder, InstantSource.system())) {
            change(store, new AlertState(many.get(1202), State.OK, THEN, null, null));
            Map<CheckId, AlertState> all = read(store, many.toArray(CheckId[]::new));
            assertThat(all.keySet()).containsExactlyElementsOf(many);
            assertThat(all.get(many.get(0))).isEqualTo(AlertState.initial(many.get(0)));
            assertThat(all.get(many.get(1202)).state()).isEqualTo(State.OK);
            assertThat(read(store)).isEmpty();
        }
    }

    @Test
    void onlyWhatHasChangedIsWrittenAndLooksInOneStatement() {
        AlertState well = new AlertState(CHECK, State.OK, THEN, null, null);
        AlertState bad = new AlertState(OTHER, State.CRITICAL, THEN, null, new Episode("e1", THEN, State.CRITICAL));
        try (Desk client = new Desk(folder)) {
            change(client.store, well);
            change(client.store, bad);
            UnitOfWork unitOfWork = client.store.begin();
            AlertStateTable.in(unitOfWork).of(List.of(CHECK, OTHER));
            AlertStateTable.in(unitOfWork)
                    .remember(List.of(well.observedAt(THEN.plusSeconds(9)), bad.observedAt(THEN.plusSeconds(9))));
            unitOfWork.commit();
            assertThat(read(client.store, CHECK, OTHER).values())
                    .containsExactly(well.observedAt(THEN.plusSeconds(9)), bad.observedAt(THEN.plusSeconds(9)));
            assertThat(client.texts("SELECT id FROM episode WHERE closed_at IS NULL"))
                    .containsExactly("e1");
        }
    }

    @Test
    void allTimesByWhichDurationsAreMeasuredMoveWithTheClock() {
        Episode open = new Episode("e1", THEN, State.CRITICAL, THEN, null, null);
        Row row = new Row(1, THEN);
        Cause cause = new Cause("failed: an error", 1, THEN);
        AlertState alertState =
                new AlertState(CHECK, State.UNKNOWN, THEN, THEN, State.OK, row, FlapDetector.NONE, null, open, cause);
        try (Store store = Desk.open(folder, InstantSource.system())) {
            change(store, alertState);
            change(store, new AlertState(OTHER, null, null, null, null));
            KnownSourceTable sources = new KnownSourceTable(() -> store, list -> null);
            sources.keep(
                    OTHER,
                    List.of(
                            new KnownSource(CHECK, "gone", "gone", THEN),
                            new KnownSource(new CheckId("service/a/b/there"), "there", "there", null),
                            new KnownSource(new CheckId("service/a/b/todo"), "todo", "todo", Instant.EPOCH)));
            UnitOfWork unitOfWork = store.begin();
            AlertStateTable.in(unitOfWork).of(List.of(CHECK));
            AlertStateTable.in(unitOfWork).shift(Duration.ofHours(-1));
            AlertStateTable.in(unitOfWork)
                    .remember(AlertStateTable.in(unitOfWork).of(List.of(CHECK)).values());
            unitOfWork.commit();

            Instant moved = THEN.minusSeconds(3600);
            assertThat(read(store, CHECK).get(CHECK))
                    .isEqualTo(new AlertState(
                            CHECK,
                            State.UNKNOWN,
                            moved,
                            moved,
                            State.OK,
                            new Row(1, moved),
                            FlapDetector.NONE,
                            null,
                            new Episode("e1", THEN, State.CRITICAL, moved, null, null),
                            new Cause("failed: an error", 1, moved)));
            assertThat(read(store, OTHER).get(OTHER)).isEqualTo(AlertState.initial(OTHER));
            assertThat(sources.known(OTHER).orElseThrow())
                    .extracting(KnownSource::id, KnownSource::goneAt)
                    .containsExactlyInAnyOrder(
                            tuple("gone", moved), tuple("there", null), tuple("todo", Instant.EPOCH));
        }
    }

    @Test
    void aGroupIsKeptWithItsEpisodes() {
        try (Desk client = new Desk(folder)) {
            UnitOfWork unitOfWork = client.store.begin();
            AlertStateTable.in(unitOfWork).group("g", List.of("e1", "e2"));
            AlertStateTable.in(unitOfWork).group("g", List.of("e2"));
            unitOfWork.commit();
            assertThat(client.texts("SELECT notice_id || ' ' || episode_id FROM notice_member ORDER BY 1"))
                    .containsExactly("g e1", "g e2");
        }
    }

    @Test
    void whatTheFirstVersionRememberedIsTakenOver() throws Exception {
        StateSettings where = Kept.in(folder);
        kept.makeOfFirstVersion(where);
        try (Connection old = kept.connect(where);
                Statement statement = old.createStatement()) {
            statement.execute("INSERT INTO episode (id, check_id, since, announced) VALUES ('e', '" + CHECK
                    + "', 5, 'CRITICAL')");
            statement.execute("INSERT INTO check_state VALUES ('" + CHECK + "', 'UNKNOWN', 7, 6, 'e')");
            statement.execute("INSERT INTO check_state VALUES ('" + OTHER + "', 'OK', 7, NULL, NULL)");
        }
        Instant five = Instant.ofEpochMilli(5);
        try (Store store = Desk.open(folder, InstantSource.system())) {
            assertThat(read(store, CHECK, OTHER).values())
                    .containsExactly(
                            new AlertState(
                                    CHECK,
                                    State.UNKNOWN,
                                    Instant.ofEpochMilli(7),
                                    Instant.ofEpochMilli(6),
                                    new Episode("e", five, State.CRITICAL)),
                            new AlertState(OTHER, State.OK, Instant.ofEpochMilli(7), null, null));
        }
    }

    @Test
    void anEndedTransactionSaysSo() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            UnitOfWork unitOfWork = store.begin();
            unitOfWork.commit();
            assertThatThrownBy(() -> AlertStateTable.in(unitOfWork).of(List.of(CHECK)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already ended");
        }
    }

    private static void change(Store store, AlertState alertState) {
        UnitOfWork unitOfWork = store.begin();
        AlertStateTable.in(unitOfWork).remember(List.of(alertState));
        unitOfWork.commit();
    }

    private static Map<CheckId, AlertState> read(Store store, CheckId... checks) {
        UnitOfWork unitOfWork = store.begin();
        try {
            return AlertStateTable.in(unitOfWork).of(List.of(checks));
        } finally {
            unitOfWork.rollBack();
        }
    }
}
