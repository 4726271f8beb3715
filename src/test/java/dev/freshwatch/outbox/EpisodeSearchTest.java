package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.EpisodeSearch.Found;
import dev.freshwatch.outbox.EpisodeSearch.Page;
import dev.freshwatch.outbox.NoticeQuery.Position;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which problems there were, and which notice each sink took last. */
@ParameterizedClass
@EnumSource(Kept.class)
class EpisodeSearchTest {

    private static final Instant NOON = Notices.NOON.truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Store store;

    @BeforeEach
    void open() {
        kept.prepare(folder);
        store = Desk.open(folder, InstantSource.fixed(NOON));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** @param minutes since noon; closed null = open */
    private void episode(String id, String check, int minutes, Integer closed) {
        store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO episode (id, check_id, since, closed_at, told, name, message) VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                check,
                NOON.plusSeconds(60L * minutes),
                closed == null ? null : NOON.plusSeconds(60L * closed),
                State.CRITICAL,
                "name of " + check,
                "it is so"));
    }

    private void tell(Notice notice, String... sinks) {
        UnitOfWork transaction = store.begin();
        transaction.use(connection -> {
            DeliveryTable.store(connection, List.of(notice));
            return null;
        });
        for (String sink : sinks) {
            Desk.put(transaction, notice, sink);
        }
        transaction.commit();
    }

    private void member(String notice, String episode) {
        store.transaction(connection -> Sql.update(
                connection, "INSERT INTO notice_member (notice_id, episode_id) VALUES (?, ?)", notice, episode));
    }

    private List<String> ids(EpisodeSearch search) {
        return search.read(store, null, 100).episodes().stream()
                .map(found -> found.episode().id())
                .toList();
    }

    private static EpisodeSearch between(Integer from, Integer to) {
        return new EpisodeSearch(
                CheckFilter.ALL,
                null,
                null,
                from == null ? null : NOON.plusSeconds(60L * from),
                to == null ? null : NOON.plusSeconds(60L * to));
    }

    @Test
    void tellsOfEachWithItsNoticesAlsoOfSeveralChecks() {
        episode("e1", "esm/soc/a", 0, 5);
        episode("e2", "esm/soc/b", 1, null);
        tell(Notices.notice("n1", "esm/soc/a", Kind.PROBLEM, "e1"), "mail", "syslog");
        tell(Notices.group("g1", Kind.RECOVERY, List.of()), "mail");
        member("g1", "e1");

        List<Found> found = EpisodeSearch.ALL.read(store, null, 100).episodes();

        assertThat(found).extracting(one -> one.check().value()).containsExactly("esm/soc/b", "esm/soc/a");
        assertThat(found).extracting(Found::name).containsExactly("name of esm/soc/b", "name of esm/soc/a");
        assertThat(found.get(0).episode().closed()).isNull();
        assertThat(found.get(0).episode().notices()).isEmpty();
        assertThat(found.get(1).episode().closed()).isEqualTo(NOON.plusSeconds(300));
        assertThat(found.get(1).episode().message()).isEqualTo("it is so");
        assertThat(found.get(1).episode().state()).isEqualTo(State.CRITICAL);
        assertThat(found.get(1).episode().notices())
                .extracting(told -> told.notice().id() + " " + told.deliveries().size())
                .containsExactlyInAnyOrder("g1 1", "n1 2");
    }

    @Test
    void choosesByCheckKindSinkAndTime() {
        episode("e1", "esm/soc/a", 0, 5);
        episode("e2", "misp/intel/b", 10, 15);
        episode("e3", "misp/intel/c", 20, null);
        tell(Notices.notice("n1", "esm/soc/a", Kind.PROBLEM, "e1"), "mail");
        tell(Notices.group("g1", Kind.REMINDER, List.of()), "webhook");
        member("g1", "e2");

        assertThat(ids(EpisodeSearch.ALL)).containsExactly("e3", "e2", "e1");
        assertThat(ids(new EpisodeSearch(CheckFilter.of(List.of("misp/*")), null, null, null, null)))
                .containsExactly("e3", "e2");
        assertThat(ids(new EpisodeSearch(CheckFilter.of(List.of("name of esm*")), null, null, null, null)))
                .containsExactly("e1");
        assertThat(ids(new EpisodeSearch(CheckFilter.ALL, Kind.PROBLEM, null, null, null)))
                .containsExactly("e1");
        assertThat(ids(new EpisodeSearch(CheckFilter.ALL, Kind.REMINDER, null, null, null)))
                .containsExactly("e2");
        assertThat(ids(new EpisodeSearch(CheckFilter.ALL, Kind.HEALED, null, null, null)))
                .isEmpty();
        assertThat(ids(new EpisodeSearch(CheckFilter.ALL, null, "webhook", null, null)))
                .containsExactly("e2");
        assertThat(ids(new EpisodeSearch(CheckFilter.ALL, Kind.PROBLEM, "mail", null, null)))
                .containsExactly("e1");
        assertThat(ids(between(5, null))).containsExactly("e3", "e2", "e1");
        assertThat(ids(between(6, null))).containsExactly("e3", "e2");
        assertThat(ids(between(16, null))).containsExactly("e3");
        assertThat(ids(between(null, 20))).containsExactly("e2", "e1");
        assertThat(ids(between(6, 20))).containsExactly("e2");
    }

    @Test
    void pagesShowEachOnceAlsoOfOneMoment() {
        List<String> all = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            episode("e" + (10 + number), "esm/soc/" + number % 3, number / 9, null);
            if (number % 3 == 1) {
                all.add("e" + (10 + number));
            }
        }
        for (boolean filtered : new boolean[] {false, true}) {
            EpisodeSearch search = filtered
                    ? new EpisodeSearch(CheckFilter.of(List.of("esm/soc/1")), null, null, null, null)
                    : EpisodeSearch.ALL;
            List<String> seen = new ArrayList<>();
            Position after = null;
            do {
                Page page = search.read(store, after, 7);
                page.episodes().forEach(found -> seen.add(found.episode().id()));
                after = page.next();
            } while (after != null);
            assertThat(seen).hasSize(filtered ? all.size() : 40).doesNotHaveDuplicates();
            if (filtered) {
                assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
            }
        }
    }

    @Test
    void theLastThatASinkTook() {
        tell(Notices.notice("n1", "esm/soc/a", Kind.PROBLEM, "e1"), "mail", "syslog");
        tell(Notices.notice("n2", "esm/soc/b", Kind.CHANGE, "e2"), "mail", "syslog");
        String taken = "UPDATE delivery SET state = ?, settled_at = ? WHERE notice_id = ? AND sink = ?";
        store.transaction(connection -> {
            Sql.update(connection, taken, "delivered", NOON.plusSeconds(2), "n1", "mail");
            Sql.update(connection, taken, "delivered", NOON.plusSeconds(1), "n2", "mail");
            return Sql.update(connection, taken, "failed", NOON.plusSeconds(3), "n2", "syslog");
        });
        assertThat(LastDelivery.of(store, List.of("mail", "syslog", "webhook")))
                .containsExactly(new LastDelivery("mail", NOON.plusSeconds(2), Kind.PROBLEM, "esm/soc/a"));
    }
}
