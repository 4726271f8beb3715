package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.history.AuditTable;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code forget}: takes what is gone out of the store, and refuses what is still watched. */
@ExtendWith(LogAsBefore.class)
class ForgetCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private <T> T stored(Function<Store, T> work) {
        try (Store store = Store.open("jdbc:sqlite:" + folder.resolve("here.db"), InstantSource.fixed(NOW))) {
            return work.apply(store);
        }
    }

    @BeforeEach
    void aStore() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "state.url=jdbc:sqlite:here.db\n");
        look("service/wiki/http", NOW, Duration.ofMinutes(1));
        look("service/old/http", NOW.minus(Duration.ofMinutes(3)), Duration.ofMinutes(1));
        look("service/own/queue", NOW.minus(Duration.ofMinutes(59)), null);
        look("service/own/gone", NOW.minus(Duration.ofMinutes(61)), null);
        look("service/logs/events", NOW, Duration.ofMinutes(5));
        look("service/logs/events/fw-1", NOW, Duration.ofMinutes(5));
        look("service/logs/events/fw-2", NOW, Duration.ofMinutes(5));
        known("fw-1", null);
        known("fw-2", NOW.minus(Duration.ofHours(1)));
        problem("service/logs/events/fw-2");
    }

    private void look(String check, Instant at, Duration every) {
        update(
                "INSERT INTO check_look (check_id, subject, name, state, reason, detail, observed_at, confirmed, interval_ms,"
                        + " recent, settings) VALUES (?, ?, ?, 'CRITICAL', 'MISSING', 'x', ?, 1, ?, 'c', '')",
                check,
                check,
                check + " name",
                at,
                every);
    }

    private void known(String source, Instant gone) {
        update(
                "INSERT INTO known_source (check_id, list_id, source_id, label, gone_at) VALUES (?, ?, ?, ?, ?)",
                "service/logs/events/" + source,
                "service/logs/events",
                source,
                source,
                gone);
    }

    private void problem(String check) {
        update("INSERT INTO episode (id, check_id, since) VALUES ('e1', ?, ?)", check, NOW);
        update(
                "INSERT INTO check_state (check_id, state, observed_at, confirmed, episode_id)"
                        + " VALUES (?, 'CRITICAL', ?, 'CRITICAL', 'e1')",
                check,
                NOW);
    }

    private void update(String sql, Object... parameters) {
        stored(store -> store.transaction(connection -> Sql.update(connection, sql, parameters)));
    }

    private int forget(String check) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commands(new PrintWriter(out), new PrintWriter(err), "forget")
                .execute("forget", check, "--by", "anna", "--config", folder.toString());
    }

    private List<String> looks() {
        return stored(store ->
                LookTable.all(store).stream().map(look -> look.check().value()).toList());
    }

    private List<String> audit() {
        return stored(store -> new AuditTable(store)
                .latest(10).stream()
                        .map(line -> line.who() + " " + line.what() + " " + line.detail())
                        .toList());
    }

    @Test
    void aSourceThatIsMissingIsForgottenWithItsProblem() {
        assertThat(forget("service/logs/events/fw-2")).isZero();

        assertThat(out).hasToString("Forgot service/logs/events/fw-2; its open problem ends without a notice.\n");
        assertThat(looks()).contains("service/logs/events/fw-1").doesNotContain("service/logs/events/fw-2");
        assertThat(audit())
                .containsExactly(
                        "freshwatch forget service/logs/events/fw-2: forgotten by anna; its problem (critical since"
                                + " 2026-11-20T12:00:00Z) has ended without a notice",
                        "anna forget service/logs/events/fw-2");
        assertThat(forget("service/logs/events/fw-2")).isEqualTo(3);
        assertThat(err).hasToString("freshwatch: nothing is remembered of service/logs/events/fw-2\n");
    }

    @Test
    void whatIsNotLookedAtAnyMoreIsForgotten() {
        assertThat(forget("service/old/http name")).isZero();
        assertThat(out).hasToString("Forgot service/old/http.\n");
        assertThat(forget("service/own/gone")).isZero();
        assertThat(looks()).hasSize(5).doesNotContain("service/old/http", "service/own/gone");
    }

    @Test
    void whatIsStillWatchedIsNot() {
        assertThat(forget("service/wiki/http")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("freshwatch: service/wiki/http is still watched (last look 2026-11-20 ")
                .endsWith(", every 1 min); take it out of the configuration first\n");
        assertThat(forget("service/own/queue")).isEqualTo(3);
        assertThat(err.toString()).endsWith("); take it out of the configuration first\n");
        assertThat(forget("service/logs/events/fw-1")).isEqualTo(3);
        assertThat(err.toString())
                .endsWith("; its list still has it: leave it out by the parameter exclude, and it is forgotten\n");
        assertThat(forget("service/*")).isEqualTo(3);
        assertThat(err.toString()).contains("'service/*' matches more than one check");
        assertThat(forget("nobody")).isEqualTo(3);
        assertThat(looks()).hasSize(7);
    }
}
