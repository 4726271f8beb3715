package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Platforms behind a front that closes after each answer without a word are as well as those that have none. */
class ClosingFrontTest {

    private static final int LOOKS = 12;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostBehindAFrontThatCloses(ClosingFront.Closes closes) throws Exception {
        try (SimEsm esm = new SimEsm();
                MispStub misp = new MispStub();
                ClosingFront beforeEsm = new ClosingFront(esm.url().toString(), closes);
                ClosingFront beforeMisp = new ClosingFront(misp.url(), closes)) {
            SimDevice one = esm.appliance().addReceiver("ERC-1");
            SimDevice two = esm.appliance().addReceiver("ERC-2");
            esm.appliance().receivers().forEach(receiver -> receiver.events().live(SECOND, Duration.ZERO));
            esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .receivers("soc", one, two)
                    .set("esm.soc.url", beforeEsm.url())
                    .set("esm.soc.request-timeout", "10s")
                    .set("esm.soc.query-timeout", "20s")
                    .misp("intel", beforeMisp.url())
                    .set("misp.intel.request-timeout", "10s");
            List<String> bad = new ArrayList<>();
            try (OneShotCheck asking = folder.ask()) {
                for (int look = 0; look < LOOKS; look++) {
                    for (Finding finding : asking.check(Duration.ofSeconds(60), CheckFilter.ALL)) {
                        if (finding.state() != State.OK) {
                            bad.add(look + ": " + finding.check() + " "
                                    + finding.reason().word() + ": " + finding.text());
                        }
                    }
                }
            }
            assertThat(bad).isEmpty();
            assertThat(beforeEsm.connections()).as("it does close").isGreaterThan(LOOKS);
            assertThat(esm.violations()).isEmpty();
        }
    }
}
