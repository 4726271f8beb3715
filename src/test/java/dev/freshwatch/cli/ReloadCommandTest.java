package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What reload says where it cannot reach a watch. */
class ReloadCommandTest {

    @Test
    void aSingleWatchIsReloadedOnItsOwnMachine() {
        assertThat(ReloadCommand.elsewhere("alpha", false))
                .isEqualTo("the watch on this store runs on alpha; call reload there");
    }

    /** There may be a node on this machine, too. */
    @Test
    void ofSeveralNodesTheOneHereGetsASignal() {
        assertThat(ReloadCommand.elsewhere("alpha", true))
                .contains("runs on alpha")
                .contains("send SIGHUP to the watch here (systemctl reload freshwatch)");
    }
}
