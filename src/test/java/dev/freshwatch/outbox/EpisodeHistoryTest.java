package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.EpisodeHistory.Episode;
import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The problems of one check, with their notices. */
@ParameterizedClass
@EnumSource(Kept.class)
class EpisodeHistoryTest {

    private static final Instant NOON = Notices.NOON.truncatedTo(ChronoUnit.MILLIS);
    private static final CheckId CHECK = new CheckId("esm/soc/events/1");

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

    private void sql(String sql, Object... parameters) {
        store.transaction(connection -> Sql.update(connection, sql, parameters));
    }

    private void episode(String id, CheckId check, Instant since, Instant closed) {
        sql(
                """
                INSERT INTO episode (id, check_id, since, closed_at, told, reason, message)
                VALUES (?, ?, ?, ?, 'CRITICAL', 'STALE', 'newest event is old')""",
                id,
                check.value(),
                since,
                closed);
    }

    private void tell(Notice notice, Duration after, String... sinks) {
        Notice at = new Notice(
                notice.id(),
                notice.kind(),
                notice.episode(),
                notice.finding(),
                notice.since(),
                NOON.plus(after),
                notice.origin(),
                notice.platformHost(),
                notice.marks());
        UnitOfWork unitOfWork = store.begin();
        for (String sink : sinks) {
            Desk.put(unitOfWork, at, sink);
        }
        unitOfWork.commit();
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    private static List<String> told(Episode episode) {
        return episode.notices().stream()
                .map(Told::notice)
                .map(notice -> notice.kind().word() + " " + notice.id())
                .toList();
    }

    @Test
    void theNewestProblemComesFirstWithAllThatWasTold() {
        episode("e1", CHECK, NOON, NOON.plusSeconds(600));
        episode("e2", CHECK, NOON.plusSeconds(3600), null);
        episode("other", new CheckId("esm/soc/events/2"), NOON.plusSeconds(7200), null);
        tell(Notices.notice("a", CHECK.value(), Kind.PROBLEM, "e1"), minutes(1), "mail", "syslog");
        tell(Notices.notice("b", CHECK.value(), Kind.RECOVERY, "e1"), minutes(10), "mail");
        tell(Notices.notice("c", CHECK.value(), Kind.PROBLEM, "e2"), minutes(61), "mail");
        tell(Notices.notice("x", "esm/soc/events/2", Kind.PROBLEM, "other"), minutes(121), "mail");
        tell(Notices.group("g", Kind.REMINDER, List.of()), minutes(90), "mail", "webhook");
        sql("INSERT INTO notice_member (notice_id, episode_id) VALUES ('g', 'e2')");
        sql("INSERT INTO notice_member (notice_id, episode_id) VALUES ('g', 'other')");
        sql(
                "UPDATE delivery SET state = 'delivered', attempts = 2, settled_at = ?, last_reason = 'HTTP 503'"
                        + " WHERE notice_id = 'g' AND sink = 'webhook'",
                NOON.plus(minutes(91)));

        EpisodeHistory history = EpisodeHistory.of(store, CHECK, 50, 100);

        assertThat(history.older()).isFalse();
        assertThat(history.cut()).isFalse();
        assertThat(history.episodes()).extracting(Episode::id).containsExactly("e2", "e1");
        Episode open = history.episodes().get(0);
        assertThat(open.closed()).isNull();
        assertThat(open.since()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(open.state()).isEqualTo(State.CRITICAL);
        assertThat(open.reason()).isEqualTo(Reason.STALE);
        assertThat(open.message()).isEqualTo("newest event is old");
        assertThat(told(open)).containsExactly("reminder g", "problem c");
        assertThat(told(history.episodes().get(1))).containsExactly("recovery b", "problem a");
        assertThat(open.notices().get(0).deliveries())
                .extracting(DeliveryRecord::sink)
                .containsExactly("mail", "webhook");
        assertThat(open.notices().get(0).deliveries().get(1))
                .isEqualTo(new DeliveryRecord(
                        Kind.REMINDER,
                        open.notices().get(0).notice().madeAt(),
                        "webhook",
                        "delivered",
                        2,
                        NOON.plus(minutes(91)),
                        null,
                        "HTTP 503"));
    }

    @Test
    void moreThanIsAskedForIsCutAndSaid() {
        for (int at = 0; at < 4; at++) {
            episode("e" + at, CHECK, NOON.plus(minutes(at)), NOON.plus(minutes(at + 1)));
            tell(Notices.notice("n" + at, CHECK.value(), Kind.PROBLEM, "e" + at), minutes(at), "mail");
            tell(Notices.notice("r" + at, CHECK.value(), Kind.RECOVERY, "e" + at), minutes(at + 1), "mail");
        }

        EpisodeHistory history = EpisodeHistory.of(store, CHECK, 3, 5);

        assertThat(history.episodes()).extracting(Episode::id).containsExactly("e3", "e2", "e1");
        assertThat(history.older()).isTrue();
        assertThat(history.cut()).isTrue();
        assertThat(history.episodes()).flatExtracting(EpisodeHistoryTest::told).hasSize(5);
        assertThat(told(history.episodes().get(0))).containsExactly("recovery r3", "problem n3");
    }

    @Test
    void nothingIsKnownOfAnotherCheck() {
        assertThat(EpisodeHistory.of(store.reading(), CHECK, 3, 5))
                .isEqualTo(new EpisodeHistory(List.of(), false, false));
    }
}
