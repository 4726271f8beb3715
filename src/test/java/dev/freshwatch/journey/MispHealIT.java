package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Soak;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as an operator starts it: an hour's worth of cycles in health, then workers that are killed and healed. */
@Tag("soak")
class MispHealIT {

    /** An hour of {@code misp.<name>.every = 5m}; less of it where time is short. */
    private static final int AN_HOUR = Soak.isOn() ? 12 : 5;

    @TempDir
    Path directory;

    @Test
    void healsWhatDiesAndNothingElse() throws Exception {
        try (SimMisp misp = new SimMisp();
                SimMisp dry = new SimMisp();
                SimMisp refused = new SimMisp();
                SyslogReceiver syslog = SyslogReceiver.tcp(0)) {
            Folder folder = new Folder(directory).syslog(syslog);
            watch(folder, "intel", misp);
            watch(folder, "dry", dry).set("misp.dry.heal.dry-run", "true");
            watch(folder, "refused", refused);
            refused.keys().revoke("admin");
            refused.workers().killAll();
            try (Launched run = Launched.start(folder, "run")) {
                awaitCycles(misp, AN_HOUR);
                assertThat(misp.restartCalls()).as("an hour of health").isZero();

                dry.workers().kill("prio");
                misp.workers().kill("email");
                awaitHealed(run, syslog, 1);
                awaitCycles(misp, AN_HOUR);
                assertThat(misp.restartCalls())
                        .as("healed, and an hour of health")
                        .isEqualTo(1);

                misp.workers().killAll("default").kill("prio");
                awaitHealed(run, syslog, 2);
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }

            assertThat(notices(syslog, "misp/intel/workers"))
                    .containsExactly("PROBLEM", "HEALED", "RECOVERY", "PROBLEM", "HEALED", "RECOVERY");
            assertThat(notices(syslog, "misp/dry/workers")).containsExactly("PROBLEM");
            assertThat(audit())
                    .containsExactly(
                            "dry restartDeadWorkers dry-run",
                            "intel restartDeadWorkers proven",
                            "intel restartDeadWorkers proven");
            assertThat(misp.restartCalls()).isEqualTo(2);
            assertThat(misp.calls("servers/restartDeadWorkers")).isEqualTo(2);
            assertThat(misp.counts().of("user", "servers/restartDeadWorkers")).isZero();
            assertThat(dry.restartCalls()).isZero();
            assertThat(refused.restartCalls()).isZero();
            assertThat(refused.calls("servers/getWorkers"))
                    .as("a key that is refused is not shown in each cycle")
                    .isLessThan(AN_HOUR);
            for (SimMisp each : List.of(misp, dry, refused)) {
                assertThat(each.violations()).isEmpty();
            }
        }
    }

    private static Folder watch(Folder folder, String name, SimMisp misp) {
        String prefix = "misp." + name + ".";
        return folder.set(prefix + "url", misp.url())
                .set(prefix + "key", SimMisp.USER_KEY)
                .set(prefix + "admin-key", SimMisp.ADMIN_KEY)
                .set(prefix + "every", "1s")
                .set(prefix + "rest.slow-after", "40s")
                .set(prefix + "rest.down-after", "50s")
                .set(prefix + "heal.enabled", "true");
    }

    private static void awaitCycles(SimMisp misp, int more) {
        long wanted = misp.calls("servers/getWorkers") + more;
        await().atMost(Launched.PATIENCE).until(() -> misp.calls("servers/getWorkers") >= wanted);
    }

    private static void awaitHealed(Launched run, SyslogReceiver syslog, int times) {
        await().atMost(Launched.PATIENCE).until(() -> {
            assertThat(run.isAlive()).as(run::err).isTrue();
            return notices(syslog, "misp/intel/workers").stream()
                            .filter("RECOVERY"::equals)
                            .count()
                    == times;
        });
    }

    /** The kinds of the notices of a check, in the order of their arrival. */
    private static List<String> notices(SyslogReceiver syslog, String check) {
        return syslog.messages().all().stream()
                .map(SyslogReceiver.Message::text)
                .filter(text -> text.contains("check=\"" + check + "\""))
                .map(text -> text.split(" ")[5])
                .toList();
    }

    private List<String> audit() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state/freshwatch.db"));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT misp, what, outcome FROM heal_attempt ORDER BY misp, at")) {
            while (row.next()) {
                rows.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
            }
        }
        return rows;
    }
}
