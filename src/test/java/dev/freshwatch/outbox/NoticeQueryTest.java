package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.outbox.NoticeQuery.Page;
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
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was told, found again. */
@ParameterizedClass
@EnumSource(Kept.class)
class NoticeQueryTest {

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

    private static Notice at(Notice one, int second) {
        return new Notice(
                one.id(),
                one.kind(),
                one.episode(),
                one.finding(),
                one.since(),
                NOON.plusSeconds(second),
                one.origin(),
                one.platformHost(),
                one.marks());
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

    private static List<String> ids(Page page) {
        return page.notices().stream().map(told -> told.notice().id()).toList();
    }

    private void tellAStory() {
        tell(at(Notices.problem("n1", "esm/soc/alarms"), 1), "mail", "syslog");
        tell(at(Notices.problem("n2", "misp/intel/rest"), 2), "mail");
        tell(at(Notices.notice("n3", "esm/soc/alarms", Kind.RECOVERY, "episode-of-esm/soc/alarms"), 3), "mail");
        tell(at(Notices.problem("n4", "service/wiki/page"), 4));
        tell(
                at(
                        Notices.group(
                                "n5",
                                Kind.REMINDER,
                                List.of(
                                        Notices.problem("x", "esm/soc/clock").finding(),
                                        Notices.problem("y", "esm/soc/alarms").finding())),
                        5),
                "mail");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,              -,        -,      -,                         -, -, n5 n4 n3 n2 n1",
                "esm/*,          -,        -,      -,                         -, -, n5 n3 n1",
                "ERC-1 events,   -,        -,      -,                         -, -, n5 n4 n3 n2 n1",
                "esm/soc/clock,  -,        -,      -,                         -, -, n5",
                "-,              PROBLEM,  -,      -,                         -, -, n4 n2 n1",
                "-,              -,        syslog, -,                         -, -, n1",
                "-,              -,        none,   -,                         -, -, ''",
                "-,              -,        -,      episode-of-esm/soc/alarms, -, -, n3 n1",
                "-,              -,        -,      -,                         2, -, n5 n4 n3 n2",
                "-,              -,        -,      -,                         2, 4, n3 n2",
                "esm/soc/alarms, RECOVERY, mail,   -,                         3, 4, n3",
            })
    void whatIsAskedForIsFound(
            String check, Kind kind, String sink, String episode, Integer from, Integer to, String found) {
        tellAStory();
        NoticeQuery query = new NoticeQuery(
                check == null ? CheckFilter.ALL : CheckFilter.of(List.of(check)),
                kind,
                sink,
                episode,
                from == null ? null : NOON.plusSeconds(from),
                to == null ? null : NOON.plusSeconds(to));

        assertThat(String.join(" ", ids(query.read(store, null, 100)))).isEqualTo(found);
        assertThat(query.read(store.reading(), null, 100)).isEqualTo(query.read(store, null, 100));
    }

    @Test
    void whatBecameOfEachIsToldBySink() {
        tell(Notices.problem("n1", "esm/soc/alarms"), "syslog", "mail");
        store.transaction(connection -> Sql.update(
                connection,
                "UPDATE delivery SET state = 'delivered', attempts = 1, settled_at = ? WHERE sink = 'mail'",
                NOON.plusSeconds(2)));

        assertThat(NoticeQuery.ALL.read(store, null, 10).notices().get(0).deliveries())
                .containsExactly(
                        new DeliveryRecord(
                                Kind.PROBLEM, Notices.NOON, "mail", "delivered", 1, NOON.plusSeconds(2), null, null),
                        new DeliveryRecord(Kind.PROBLEM, Notices.NOON, "syslog", "pending", 0, null, NOON, null));
    }

    /** Also those that were made in the same millisecond. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 299, 300, 1000})
    void pagesTogetherAreTheWhole(int limit) {
        List<String> made = new ArrayList<>();
        UnitOfWork transaction = store.begin();
        for (int i = 0; i < 300; i++) {
            Notice notice = at(Notices.problem(String.format(Locale.ROOT, "n%03d", i), "a/b"), i / 3);
            made.add(0, notice.id());
            transaction.use(connection -> {
                DeliveryTable.store(connection, List.of(notice));
                return null;
            });
        }
        transaction.commit();
        NoticeQuery filtered = new NoticeQuery(CheckFilter.of(List.of("a/*")), null, null, null, null, null);

        assertThat(all(NoticeQuery.ALL, limit)).isEqualTo(made);
        assertThat(all(filtered, limit)).isEqualTo(made);
    }

    private List<String> all(NoticeQuery query, int limit) {
        List<String> all = new ArrayList<>();
        Position next = null;
        do {
            Page page = query.read(store, next, limit);
            assertThat(page.notices()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(ids(page));
            next = page.next() == null
                    ? null
                    : Position.parse(page.next().toString()).orElseThrow();
        } while (next != null);
        return all;
    }

    /** A filter that matches little does not read everything for one page, and says where to go on. */
    @Test
    void aLongSearchIsDoneInParts() {
        UnitOfWork transaction = store.begin();
        List<Notice> many = new ArrayList<>();
        many.add(at(Notices.problem("wanted", "b/c"), 0));
        for (int i = 1; i < 5_200; i++) {
            many.add(at(Notices.problem("n" + i, "a/b"), i));
        }
        transaction.use(connection -> {
            DeliveryTable.store(connection, many);
            return null;
        });
        transaction.commit();
        NoticeQuery query = new NoticeQuery(CheckFilter.of(List.of("b/*")), null, null, null, null, null);

        Page first = query.read(store, null, 10);
        assertThat(first.notices()).isEmpty();
        assertThat(first.next()).isNotNull();
        Page second = query.read(store, first.next(), 10);
        assertThat(ids(second)).containsExactly("wanted");
        assertThat(second.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", ".a", "x.a", "-1.a", "1.a b", "1.a'", "99999999999999999999.a"})
    void whatIsNoPositionIsRefused(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
