package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kept.class)
class RetentionTest {

    private static final Instant NOW = Notices.NOON.plus(Duration.ofDays(31));
    private static final CheckId OPEN = new CheckId("a/b/open");
    private static final CheckId OVER = new CheckId("a/b/over");

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private Desk client() {
        return new Desk(folder, FailureRule.TRY_AGAIN, OutboxTimes.DEFAULT, InstantSource.fixed(NOW), Set.of());
    }

    private static void put(Desk client, String id, String episode, String sink, String state, Duration ago) {
        UnitOfWork unitOfWork = client.store.begin();
        Desk.put(unitOfWork, Notices.notice(id, "a/b/c", Kind.PROBLEM, episode), sink);
        unitOfWork.commit();
        long at = NOW.minus(ago).toEpochMilli();
        client.sql(String.format(
                Locale.ROOT,
                "UPDATE delivery SET state = '%s', created_at = %d, settled_at = %s WHERE notice_id = '%s' AND sink = '%s'",
                state,
                at,
                state.equals("pending") ? "NULL" : at,
                id,
                sink));
    }

    private static void remember(Desk client, CheckId check, Instant when, Episode episode) {
        UnitOfWork unitOfWork = client.store.begin();
        AlertStateTable.in(unitOfWork).remember(List.of(new AlertState(check, State.OK, when, null, episode)));
        unitOfWork.commit();
    }

    @Test
    void whatIsOverAndOldIsDeleted() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk client = client()) {
            remember(client, OPEN, old, new Episode("open", old, State.CRITICAL));
            remember(client, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(client, OVER, old, null);
            remember(client, new CheckId("a/b/young"), NOW, null);
            put(client, "old", "over", "syslog", "delivered", Duration.ofDays(31));
            put(client, "old", "over", "mail", "failed", Duration.ofDays(31));
            put(client, "half", "over", "syslog", "delivered", Duration.ofDays(31));
            put(client, "half", "over", "mail", "delivered", Duration.ofDays(29));
            put(client, "still open", "open", "syslog", "delivered", Duration.ofDays(31));
            put(client, "drill", "none", "syslog", "withdrawn", Duration.ofDays(31));
            put(client, "waits", "over", "syslog", "pending", Duration.ofDays(6));

            new Retention(client.store, OutboxTimes.DEFAULT).run();

            assertThat(client.rows())
                    .containsExactly(
                            "half mail delivered 0", "still open syslog delivered 0", "waits syslog pending 0");
            assertThat(client.texts("SELECT id FROM notice ORDER BY id"))
                    .containsExactly("half", "still open", "waits");
            assertThat(client.texts("SELECT id FROM episode ORDER BY id")).containsExactly("open", "over");
            assertThat(client.texts("SELECT check_id FROM check_state ORDER BY 1"))
                    .containsExactly(OPEN.value(), "a/b/young");
        }
    }

    @Test
    void anEpisodeGoesWithItsLastNotice() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk client = client()) {
            remember(client, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(client, OVER, old, null);
            put(client, "old", "over", "syslog", "delivered", Duration.ofDays(31));
            new Retention(client.store, OutboxTimes.DEFAULT).run();
            assertThat(client.texts("SELECT id FROM episode")).isEmpty();
        }
    }

    @Test
    void whatWaitsForTooLongIsGivenUpInBatches() {
        try (Desk client = client()) {
            for (int i = 0; i < 450; i++) {
                put(client, "n" + i, "e", "mail", "pending", Duration.ofDays(8));
            }
            client.sql("UPDATE delivery SET last_reason = '550 no', attempts = 3 WHERE seq = 1");
            new Retention(client.store, OutboxTimes.DEFAULT).run();
            assertThat(DeliveryTable.backlog(client.store)).isEmpty();
            assertThat(DeliveryTable.lastFailures(client.store, 1000)).hasSize(450);
            assertThat(client.texts("SELECT last_reason FROM delivery ORDER BY seq LIMIT 2"))
                    .containsExactly("kept for 7 d; 550 no", "kept for 7 d");
        }
    }

    @Test
    void theNoticeOfAGroupStaysWhileAnEpisodeOfItIsOpen() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk client = client()) {
            remember(client, OPEN, old, new Episode("open", old, State.CRITICAL));
            remember(client, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(client, OVER, old, null);
            group(client, "stays", "open", "over");
            group(client, "goes", "over", "gone");
            put(client, "stays", "group 1", "mail", "delivered", Duration.ofDays(31));
            put(client, "goes", "group 2", "mail", "delivered", Duration.ofDays(31));
            group(client, "for nobody", "over");

            new Retention(client.store, OutboxTimes.DEFAULT).run();

            assertThat(client.texts("SELECT id FROM notice")).containsExactly("stays");
            assertThat(client.texts("SELECT notice_id || ' ' || episode_id FROM notice_member ORDER BY 1"))
                    .containsExactly("stays open", "stays over");
            assertThat(client.texts("SELECT id FROM episode ORDER BY id")).containsExactly("open", "over");
        }
    }

    private static void group(Desk client, String notice, String... episodes) {
        UnitOfWork unitOfWork = client.store.begin();
        AlertStateTable.in(unitOfWork).group(notice, List.of(episodes));
        unitOfWork.commit();
    }

    @Test
    void aLateProblemStaysAsLongAsItsRecoveryWaits() {
        OutboxTimes patient = OutboxTimes.DEFAULT.with(Duration.ofMinutes(2), Duration.ofDays(90));
        try (Desk client = client()) {
            put(client, "problem", "e", "mail", "withdrawn", Duration.ofDays(31));
            put(client, "end", "e", "mail", "pending", Duration.ofDays(31));
            client.sql("UPDATE delivery SET ends = 'problem' WHERE notice_id = 'end'");
            new Retention(client.store, patient).run();
            assertThat(client.rows()).containsExactly("end mail pending 0");
            assertThat(client.texts("SELECT id FROM notice ORDER BY 1")).containsExactly("end", "problem");
        }
    }

    @Test
    void whatPeopleSaidGoesWhenItIsOver() {
        long old = NOW.minus(Duration.ofDays(31)).toEpochMilli();
        long ancient = NOW.minus(Duration.ofDays(361)).toEpochMilli();
        try (Desk client = client()) {
            remember(client, OPEN, NOW, new Episode("open", NOW, State.CRITICAL));
            for (String silence : List.of("'over', 'a', 0, " + old, "'runs', 'b', 0, " + NOW.toEpochMilli())) {
                client.sql("INSERT INTO silence (id, glob, begins, ends, reason, made_by, made_at) VALUES (" + silence
                        + ", 'r', 'me', 0)");
            }
            for (String episode : List.of("open", "over")) {
                client.sql("INSERT INTO acknowledgement (episode_id, check_id, reason, made_by, made_at) VALUES ('"
                        + episode + "', 'a/b/c', 'r', 'me', " + old + ")");
            }
            for (long at : new long[] {old, ancient}) {
                client.sql("INSERT INTO audit (at, who, what, detail) VALUES (" + at + ", 'me', 'ack', 'r')");
            }
            new Retention(client.store, OutboxTimes.DEFAULT).run();
            assertThat(client.texts("SELECT id FROM silence")).containsExactly("runs");
            assertThat(client.texts("SELECT episode_id FROM acknowledgement")).containsExactly("open");
            assertThat(client.texts("SELECT at FROM audit")).containsExactly(String.valueOf(old));
        }
    }
}
