package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {

    private static final String SINK =
            """
            - route:
                id: sink-slack
                from:
                  uri: outbox:slack
                  steps:
                    - to:
                        uri: "{{sink.slack.url}}"
            """;

    @TempDir
    Path home;

    @Test
    void aWholeSetOfRoutesIsFine() throws IOException {
        write("sink-slack", SINK);
        write("judge", to("slack") + to("told").replace("address", "address-2"));

        assertThat(faults("sink.slack.url")).isEmpty();
    }

    @Test
    void aMarkOfUtf8BeforeAFileMeansNothing() throws IOException {
        write("sink-slack", "\uFEFF" + SINK);
        write("judge", "\uFEFF" + to("slack") + to("told").replace("address", "address-2"));

        assertThat(faults("sink.slack.url")).isEmpty();
    }

    @Test
    void aTypoIsShownWithItsFileLineAndColumn() throws IOException {
        write("judge", to("told").replace("steps:", "stepps:"));

        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0))
                .contains("judge.camel.yaml")
                .contains("line")
                .contains("stepps");
    }

    @Test
    void aSinkThatNobodyReadsIsNamedWithWhatToWrite() throws IOException {
        write("judge", to("slak"));

        assertThat(faults())
                .containsExactly("outbox:slak is sent to, but no route begins with from: outbox:slak; "
                        + "write routes/sink-slak.camel.yaml or mend the name");
    }

    @Test
    void aSinkThatIsSwitchedOffNeedsNobodyToReadIt() throws IOException {
        write("judge", to("mail"));

        assertThat(new RouteCheck(Set.of(), sink -> false).faults(RouteFiles.find(home, home)))
                .isEmpty();
    }

    @Test
    void aPlaceholderWithoutAValueIsNamedWithItsFile() throws IOException {
        write("sink-slack", SINK);

        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0))
                .contains("sink-slack.camel.yaml: {{sink.slack.url}} is not set")
                .contains("write sink.slack.url=");
    }

    @Test
    void theShippedRoutesHaveNoFault() throws IOException {
        RouteFiles shipped = RouteFiles.find(Path.of("."), home);

        assertThat(new RouteCheck(Set.of(), sink -> false).faults(shipped)).isEmpty();
    }

    private List<String> faults(String... properties) throws IOException {
        return new RouteCheck(Set.of(properties), sink -> true).faults(RouteFiles.find(home, home));
    }

    private static String to(String sink) {
        return String.format(
                Locale.ROOT,
                """
                - route:
                    id: address
                    from:
                      uri: direct
                      parameters:
                        name: address
                      steps:
                        - to:
                            uri: outbox:%s
                """,
                sink);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("routes")).resolve(name + ".camel.yaml"), text);
    }
}
