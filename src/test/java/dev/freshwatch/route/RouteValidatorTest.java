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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteValidatorTest {

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            uri: timer:mine                                        | no
            uri: timer:mine?period=1000                            | no
            uri: timer:mine?synchronous=false                      | no
            uri: timer:mine?synchronous=true                       | yes
            uri: timer:mine?synchronous=true&period=1000           | yes
            uri: timer:mine?period=1000&synchronous=true           | yes
            uri: timer:mine, parameters: {period: 1m}              | no
            uri: timer:mine, parameters: {synchronous: false}      | no
            uri: timer:mine, parameters: {synchronous: true}       | yes
            uri: timer, parameters: {timerName: mine}              | no
            uri: scheduler:mine                                    | yes
            """)
    void aTimerThatMayOverlapIsNamedWithItsFileAndLine(String from, String fine) throws IOException {
        String route =
                """
                - route:
                    id: mine
                    from: {%s, steps: [{to: {uri: "log:mine"}}]}
                - routeTemplate:
                    id: mine-too
                    route:
                      from: {%s, steps: [{to: {uri: "log:mine"}}]}
                """;
        write("mine", route.replace("%s", from));

        if (fine.equals("yes")) {
            assertThat(faults()).isEmpty();
        } else {
            assertThat(faults()).hasSize(2);
            assertThat(faults().get(0))
                    .contains("mine.camel.yaml:3: timer:mine may start a cycle while the previous one is still running")
                    .endsWith("add synchronous: true under its parameters");
            assertThat(faults().get(1)).contains("mine.camel.yaml:7: timer:mine");
        }
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
                .containsExactly("outbox:slak is used in a route, but no route begins with from: outbox:slak; "
                        + "add routes/sink-slak.camel.yaml or correct the name");
    }

    @Test
    void aSinkThatIsSwitchedOffNeedsNobodyToReadIt() throws IOException {
        write("judge", to("mail"));

        assertThat(new RouteValidator(Set.of(), sink -> false).faults(RouteFiles.find(home, home)))
                .isEmpty();
    }

    @Test
    void aPlaceholderWithoutAValueIsNamedWithItsFile() throws IOException {
        write("sink-slack", SINK);

        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0))
                .contains("sink-slack.camel.yaml: {{sink.slack.url}} is not set")
                .contains("add sink.slack.url=");
    }

    @Test
    void aRouteThatIsInTwoFilesIsNamedWithBoth() throws IOException {
        write("mine", to("told"));
        write("other", to("told"));

        Path routes = home.resolve("routes");
        assertThat(faults())
                .containsExactly(routes.resolve("other.camel.yaml") + ": the route address is in "
                        + routes.resolve("mine.camel.yaml")
                        + " too; your file replaces a shipped one only if it has the same name: "
                        + "keep one of the two");
    }

    @Test
    void aTemplateThatIsInTwoFilesIsNamedWithBoth() throws IOException {
        write("mine", TEMPLATE);
        write("other", TEMPLATE);

        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0)).contains("other.camel.yaml: the template mine is in ");
    }

    private static final String TEMPLATE =
            """
            - routeTemplate:
                id: mine
                route:
                  from: {uri: "direct:mine", steps: [{to: {uri: "log:mine"}}]}
            """;

    @Test
    void aRouterWhereItWasFormerlyIsToldWhereItBelongs() throws IOException {
        Path shipped = Path.of("").toAbsolutePath();
        write("judge", Files.readString(shipped.resolve("routes/judge.camel.yaml")) + to("told"));

        List<String> faults = new RouteValidator(Set.of(), sink -> false).faults(RouteFiles.find(shipped, home));
        assertThat(faults)
                .containsExactly(shipped.resolve("routes/routing.camel.yaml") + ": the route address is in "
                        + home.resolve("routes/judge.camel.yaml")
                        + " too; the router has its own file: keep your route address, and nothing else, in "
                        + "routing.camel.yaml, and remove your judge.camel.yaml");
    }

    @Test
    void theShippedRoutesHaveNoFault() throws IOException {
        RouteFiles shipped = RouteFiles.find(Path.of("."), home);

        assertThat(new RouteValidator(Set.of(), sink -> false).faults(shipped)).isEmpty();
    }

    private List<String> faults(String... properties) throws IOException {
        return new RouteValidator(Set.of(properties), sink -> true).faults(RouteFiles.find(home, home));
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
