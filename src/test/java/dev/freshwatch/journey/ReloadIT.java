package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Soak;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch of the packed product that is told to read its configuration anew. */
class ReloadIT {

    @TempDir
    Path directory;

    private Folder folder(SimEsm esm) {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        esm.appliance().addReceiver("ERC-1").events().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(directory).esm("soc", esm).set("esm.soc.receivers", "all");
    }

    @Test
    void byTheCommandAllOrNothingIsTakenOverAndTheLogGetsItsNewLevel() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm);
            try (Launched run = Launched.start(folder, "run").watching()) {
                assertThat(run.err()).doesNotContain(" DEBUG ");
                Launched refused = Launched.finished(folder.set("log.level", "loud"), "reload");
                assertThat(refused.exitCode()).isEqualTo(3);
                assertThat(refused.err())
                        .contains("The watch goes on as before. The configuration is refused (1 fault):")
                        .containsPattern("application.properties:\\d+: log.level: 'loud' ");

                Launched taken = Launched.finished(folder.set("log.level", "debug"), "reload");
                assertThat(taken.exitCode()).as(taken::err).isZero();
                assertThat(taken.out()).isEqualTo("The new configuration was taken over.\n");
                run.saying("DEBUG");
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
            assertThat(esm.sessions().open()).isZero();
        }
    }

    /** Whatever the end meets: a reload that begins, one that is under way, or one that has just taken over. */
    @Test
    void anEndDuringAReloadIsClean() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm);
            for (int meanwhile = 0; meanwhile < (Soak.isOn() ? 3 : 1); meanwhile++) {
                long before = esm.requests().total();
                try (Launched run = Launched.start(folder, "run").watching()) {
                    await().until(() -> esm.requests().total() > before + 3);
                    run.signal("HUP");
                    await().pollDelay(Duration.ofMillis(300L * meanwhile)).until(() -> true);
                    run.terminate();
                    assertThat(run.exitCode()).as(run::err).isZero();
                    assertThat(run.err()).doesNotContain("Exception", "took longer", "ERROR");
                }
                assertThat(esm.sessions().open()).isZero();
            }
            assertThat(esm.violations()).isEmpty();
        }
    }
}
