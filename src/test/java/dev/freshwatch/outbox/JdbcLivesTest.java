package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Cause;
import dev.freshwatch.notice.Flaps;
import dev.freshwatch.notice.Life;
import dev.freshwatch.notice.Life.Episode;
import dev.freshwatch.notice.Life.Row;
import dev.freshwatch.notice.Life.Shown;
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
class JdbcLivesTest {

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

    static Stream<Life> lives() {
        Episode episode = new Episode("e1", THEN.minusSeconds(60), State.CRITICAL);
        return Stream.of(
                Life.unborn(CHECK),
                new Life(CHECK, State.OK, THEN, null, null),
                new Life(CHECK, State.UNKNOWN, THEN, THEN.minusSeconds(5), null),
                new Life(CHECK, State.CRITICAL, THEN, null, episode),
                new Life(CHECK, State.UNKNOWN, THEN, THEN, new Episode("e2", THEN, State.UNKNOWN)),
                new Life(
                        CHECK,
                        State.CRITICAL,
                        THEN,
                        null,
                        State.WARNING,
                        new Row(2, THEN.minusSeconds(30)),
                        new Flaps(0b1010, State.CRITICAL, true, true),
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
    @MethodSource("lives")
    void aLifeComesBackAsItWas(Life life) {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            change(store, life);
            change(store, life);
            assertThat(read(store, CHECK)).containsExactly(Map.entry(CHECK, life));
        }
    }

    @Test
    void anEpisodeChangesAndCloses() {
        try (Desk desk = new Desk(folder)) {
            change(desk.store, new Life(CHECK, State.WARNING, THEN, null, new Episode("e1", THEN, State.WARNING)));
            Life worse = new Life(CHECK, State.CRITICAL, THEN, null, new Episode("e1", THEN, State.CRITICAL));
            change(desk.store, worse);
            assertThat(read(desk.store, CHECK)).containsEntry(CHECK, worse);
            Life well = new Life(CHECK, State.OK, THEN.plusSeconds(9), null, null);
            change(desk.store, well);
            assertThat(read(desk.store, CHECK)).containsEntry(CHECK, well);
            change(desk.store, new Life(CHECK, State.CRITICAL, THEN, null, new Episode("e2", THEN, State.CRITICAL)));
            assertThat(
                            desk.texts(
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
            change(store, new Life(many.get(1202), State.OK, THEN, null, null));
            Map<CheckId, Life> all = read(store, many.toArray(CheckId[]::new));
            assertThat(all.keySet()).containsExactlyElementsOf(many);
            assertThat(all.get(many.get(0))).isEqualTo(Life.unborn(many.get(0)));
            assertThat(all.get(many.get(1202)).state()).isEqualTo(State.OK);
            assertThat(read(store)).isEmpty();
        }
    }

    @Test
    void onlyWhatHasChangedIsWrittenAndLooksInOneStatement() {
        Life well = new Life(CHECK, State.OK, THEN, null, null);
        Life bad = new Life(OTHER, State.CRITICAL, THEN, null, new Episode("e1", THEN, State.CRITICAL));
        try (Desk desk = new Desk(folder)) {
            change(desk.store, well);
            change(desk.store, bad);
            Ledger ledger = desk.store.begin();
            ledger.lives().of(List.of(CHECK, OTHER));
            ledger.lives().remember(List.of(well.observedAt(THEN.plusSeconds(9)), bad.observedAt(THEN.plusSeconds(9))));
            ledger.commit();
            assertThat(read(desk.store, CHECK, OTHER).values())
                    .containsExactly(well.observedAt(THEN.plusSeconds(9)), bad.observedAt(THEN.plusSeconds(9)));
            assertThat(desk.texts("SELECT id FROM episode WHERE closed_at IS NULL"))
                    .containsExactly("e1");
        }
    }

    @Test
    void allTimesByWhichDurationsAreMeasuredMoveWithTheClock() {
        Episode open = new Episode("e1", THEN, State.CRITICAL, THEN, null, null);
        Row row = new Row(1, THEN);
        Cause cause = new Cause("failed: an error", 1, THEN);
        Life life = new Life(CHECK, State.UNKNOWN, THEN, THEN, State.OK, row, Flaps.NONE, null, open, cause);
        try (Store store = Desk.open(folder, InstantSource.system())) {
            change(store, life);
            change(store, new Life(OTHER, null, null, null, null));
            Ledger ledger = store.begin();
            ledger.lives().of(List.of(CHECK));
            ledger.lives().shift(Duration.ofHours(-1));
            ledger.lives().remember(ledger.lives().of(List.of(CHECK)).values());
            ledger.commit();

            Instant moved = THEN.minusSeconds(3600);
            assertThat(read(store, CHECK).get(CHECK))
                    .isEqualTo(new Life(
                            CHECK,
                            State.UNKNOWN,
                            moved,
                            moved,
                            State.OK,
                            new Row(1, moved),
                            Flaps.NONE,
                            null,
                            new Episode("e1", THEN, State.CRITICAL, moved, null, null),
                            new Cause("failed: an error", 1, moved)));
            assertThat(read(store, OTHER).get(OTHER)).isEqualTo(Life.unborn(OTHER));
        }
    }

    @Test
    void aGroupIsKeptWithItsEpisodes() {
        try (Desk desk = new Desk(folder)) {
            Ledger ledger = desk.store.begin();
            ledger.lives().group("g", List.of("e1", "e2"));
            ledger.lives().group("g", List.of("e2"));
            ledger.commit();
            assertThat(desk.texts("SELECT notice_id || ' ' || episode_id FROM notice_member ORDER BY 1"))
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
                            new Life(
                                    CHECK,
                                    State.UNKNOWN,
                                    Instant.ofEpochMilli(7),
                                    Instant.ofEpochMilli(6),
                                    new Episode("e", five, State.CRITICAL)),
                            new Life(OTHER, State.OK, Instant.ofEpochMilli(7), null, null));
        }
    }

    @Test
    void anEndedTransactionSaysSo() {
        try (Store store = Desk.open(folder, InstantSource.system())) {
            Ledger ledger = store.begin();
            ledger.commit();
            assertThatThrownBy(() -> ledger.lives().of(List.of(CHECK)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended");
        }
    }

    private static void change(Store store, Life life) {
        Ledger ledger = store.begin();
        ledger.lives().remember(List.of(life));
        ledger.commit();
    }

    private static Map<CheckId, Life> read(Store store, CheckId... checks) {
        Ledger ledger = store.begin();
        try {
            return ledger.lives().of(List.of(checks));
        } finally {
            ledger.rollBack();
        }
    }
}
