package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.notice.Life;
import dev.freshwatch.notice.Life.Episode;
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

    private Desk desk() {
        return new Desk(folder, FailureRule.TRY_AGAIN, OutboxTimes.DEFAULT, InstantSource.fixed(NOW), Set.of());
    }

    private static void put(Desk desk, String id, String episode, String sink, String state, Duration ago) {
        Ledger ledger = desk.store.begin();
        Desk.put(ledger, Notices.notice(id, "a/b/c", Kind.PROBLEM, episode), sink);
        ledger.commit();
        long at = NOW.minus(ago).toEpochMilli();
        desk.sql(String.format(
                Locale.ROOT,
                "UPDATE delivery SET state = '%s', created_at = %d, settled_at = %s WHERE notice_id = '%s' AND sink = '%s'",
                state,
                at,
                state.equals("pending") ? "NULL" : at,
                id,
                sink));
    }

    private static void remember(Desk desk, CheckId check, Instant when, Episode episode) {
        Ledger ledger = desk.store.begin();
        ledger.lives().remember(List.of(new Life(check, State.OK, when, null, episode)));
        ledger.commit();
    }

    @Test
    void whatIsOverAndOldIsDeleted() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk desk = desk()) {
            remember(desk, OPEN, old, new Episode("open", old, State.CRITICAL));
            remember(desk, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(desk, OVER, old, null);
            remember(desk, new CheckId("a/b/young"), NOW, null);
            put(desk, "old", "over", "syslog", "delivered", Duration.ofDays(31));
            put(desk, "old", "over", "mail", "failed", Duration.ofDays(31));
            put(desk, "half", "over", "syslog", "delivered", Duration.ofDays(31));
            put(desk, "half", "over", "mail", "delivered", Duration.ofDays(29));
            put(desk, "still open", "open", "syslog", "delivered", Duration.ofDays(31));
            put(desk, "drill", "none", "syslog", "withdrawn", Duration.ofDays(31));
            put(desk, "waits", "over", "syslog", "pending", Duration.ofDays(6));

            new Retention(desk.store, OutboxTimes.DEFAULT).run();

            assertThat(desk.rows())
                    .containsExactly(
                            "half mail delivered 0", "still open syslog delivered 0", "waits syslog pending 0");
            assertThat(desk.texts("SELECT id FROM notice ORDER BY id")).containsExactly("half", "still open", "waits");
            assertThat(desk.texts("SELECT id FROM episode ORDER BY id")).containsExactly("open", "over");
            assertThat(desk.texts("SELECT check_id FROM check_state ORDER BY 1"))
                    .containsExactly(OPEN.value(), "a/b/young");
        }
    }

    @Test
    void anEpisodeGoesWithItsLastNotice() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk desk = desk()) {
            remember(desk, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(desk, OVER, old, null);
            put(desk, "old", "over", "syslog", "delivered", Duration.ofDays(31));
            new Retention(desk.store, OutboxTimes.DEFAULT).run();
            assertThat(desk.texts("SELECT id FROM episode")).isEmpty();
        }
    }

    @Test
    void whatWaitsForTooLongIsGivenUpInBatches() {
        try (Desk desk = desk()) {
            for (int i = 0; i < 450; i++) {
                put(desk, "n" + i, "e", "mail", "pending", Duration.ofDays(8));
            }
            desk.sql("UPDATE delivery SET last_reason = '550 no', attempts = 3 WHERE seq = 1");
            new Retention(desk.store, OutboxTimes.DEFAULT).run();
            assertThat(desk.store.backlog()).isEmpty();
            assertThat(desk.store.lastFailures(1000)).hasSize(450);
            assertThat(desk.texts("SELECT last_reason FROM delivery ORDER BY seq LIMIT 2"))
                    .containsExactly("kept for 7 d; 550 no", "kept for 7 d");
        }
    }

    @Test
    void theNoticeOfAGroupStaysWhileAnEpisodeOfItIsOpen() {
        Instant old = NOW.minus(Duration.ofDays(31));
        try (Desk desk = desk()) {
            remember(desk, OPEN, old, new Episode("open", old, State.CRITICAL));
            remember(desk, OVER, old, new Episode("over", old, State.CRITICAL));
            remember(desk, OVER, old, null);
            group(desk, "stays", "open", "over");
            group(desk, "goes", "over", "gone");
            put(desk, "stays", "group 1", "mail", "delivered", Duration.ofDays(31));
            put(desk, "goes", "group 2", "mail", "delivered", Duration.ofDays(31));
            group(desk, "for nobody", "over");

            new Retention(desk.store, OutboxTimes.DEFAULT).run();

            assertThat(desk.texts("SELECT id FROM notice")).containsExactly("stays");
            assertThat(desk.texts("SELECT notice_id || ' ' || episode_id FROM notice_member ORDER BY 1"))
                    .containsExactly("stays open", "stays over");
            assertThat(desk.texts("SELECT id FROM episode ORDER BY id")).containsExactly("open", "over");
        }
    }

    private static void group(Desk desk, String notice, String... episodes) {
        Ledger ledger = desk.store.begin();
        ledger.lives().group(notice, List.of(episodes));
        ledger.commit();
    }

    @Test
    void aLateProblemStaysAsLongAsItsRecoveryWaits() {
        OutboxTimes patient = OutboxTimes.DEFAULT.with(Duration.ofMinutes(2), Duration.ofDays(90));
        try (Desk desk = desk()) {
            put(desk, "problem", "e", "mail", "withdrawn", Duration.ofDays(31));
            put(desk, "end", "e", "mail", "pending", Duration.ofDays(31));
            desk.sql("UPDATE delivery SET ends = 'problem' WHERE notice_id = 'end'");
            new Retention(desk.store, patient).run();
            assertThat(desk.rows()).containsExactly("end mail pending 0");
            assertThat(desk.texts("SELECT id FROM notice ORDER BY 1")).containsExactly("end", "problem");
        }
    }

    @Test
    void whatPeopleSaidGoesWhenItIsOver() {
        long old = NOW.minus(Duration.ofDays(31)).toEpochMilli();
        long ancient = NOW.minus(Duration.ofDays(361)).toEpochMilli();
        try (Desk desk = desk()) {
            remember(desk, OPEN, NOW, new Episode("open", NOW, State.CRITICAL));
            for (String silence : List.of("'over', 'a', 0, " + old, "'runs', 'b', 0, " + NOW.toEpochMilli())) {
                desk.sql("INSERT INTO silence (id, glob, begins, ends, reason, made_by, made_at) VALUES (" + silence
                        + ", 'r', 'me', 0)");
            }
            for (String episode : List.of("open", "over")) {
                desk.sql("INSERT INTO acknowledgement (episode_id, check_id, reason, made_by, made_at) VALUES ('"
                        + episode + "', 'a/b/c', 'r', 'me', " + old + ")");
            }
            for (long at : new long[] {old, ancient}) {
                desk.sql("INSERT INTO audit (at, who, what, detail) VALUES (" + at + ", 'me', 'ack', 'r')");
            }
            new Retention(desk.store, OutboxTimes.DEFAULT).run();
            assertThat(desk.texts("SELECT id FROM silence")).containsExactly("runs");
            assertThat(desk.texts("SELECT episode_id FROM acknowledgement")).containsExactly("open");
            assertThat(desk.texts("SELECT at FROM audit")).containsExactly(String.valueOf(old));
        }
    }
}
