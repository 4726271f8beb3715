package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.Warning;
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
                    - removeHeaders: {pattern: "*"}
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
            uri: master:a:timer:mine                               | no
            uri: master:a:timer:mine?period=1000                   | no
            uri: master:a:timer:mine?synchronous=true              | yes
            uri: master:a:timer:mine, parameters: {synchronous: true} | yes
            uri: master:a:scheduler:mine                           | yes
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
                    .containsPattern(
                            "mine.camel.yaml:3: (master:a:)?timer:mine may start a cycle while the previous one is still running")
                    .endsWith("add synchronous: true under its parameters");
            assertThat(faults().get(1)).containsPattern("mine.camel.yaml:7: (master:a:)?timer:mine");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            master:my ns:timer:tick?synchronous=true | master: needs a namespace of letters
            master:mine                              | write for example master:mine:timer:tick
            master:mine:outbox:chat                  | remove master:mine: before it
            timer:own/mine/tick?synchronous=true     | give it a name that does not begin with own/
            """)
    void aNamespaceThatCannotBeIsNamedWithItsFileAndLine(String from, String fault) throws IOException {
        write(
                "mine",
                "- route:\n    id: mine\n    from: {uri: \"" + from + "\", steps: [{to: {uri: \"log:mine\"}}]}\n");

        assertThat(faults())
                .singleElement()
                .asString()
                .contains("mine.camel.yaml:3: ")
                .contains(fault);
    }

    /** Each is the end of a route that begins on the first line; a slash is the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            stepps:/        - log: {message: a}   | 5 | 'stepps' is not known in this place; correct the name, or the indentation
            steps:/        - lgo: {message: a}    | 6 | there is no step or entry 'lgo' in Camel's YAML; correct the name, or the indentation
            steps:/        - log: {mesage: a}     | 6 | 'mesage' is not known in this place; correct the name, or the indentation
            steps:/        - log: {message: a     | 6 | this is not valid YAML while parsing a flow mapping
            steps:/        - log: {message: 'a}   | 6 | this is not valid YAML while scanning a quoted scalar
            steps:/        - to:/          uri: x | 6 | one entry has several names (to,uri); indent what belongs to the first of them
            steps: [{split: {expression: {no: {}}}}] | 5 | Unknown expression with id: no
            """)
    void aFaultOfTheYamlIsShownWithItsFileAndLine(String end, int line, String fault) throws IOException {
        write("mine", "- route:\n    id: x\n    from:\n      uri: direct:x\n      " + end.replace('/', '\n') + "\n");

        Path file = home.resolve("routes/mine.camel.yaml");
        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0))
                .startsWith(file + ":" + line + ": ")
                .contains(fault)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            mine      | route:/  id: x             | : there is no route in it; a route file is a list, and each entry begins with - route: at the margin
            mine      | hello                      | : there is no route in it
            mine      | ''                         | : is empty; write a route into it, or remove it
            mine      | - route:/\tid: x           | :2: a tab indents this line; write blanks instead
            mine      | - rout:/    id: x          | :1: there is no step or entry 'rout'
            mine      | - beans:/  - {name: b, type: com.example.No} | : there is no class com.example.No; put its jar into lib/, or correct the name
            mine.old  | - route: {from: {uri: "direct:x", steps: [{log: {message: a}}]}} | : has another dot in its name before .camel.yaml; rename it
            """)
    void aFileThatHoldsNoRouteIsNamed(String name, String text, String fault) throws IOException {
        write(name, text.replace("\\t", "\t").replace('/', '\n') + (text.isEmpty() ? "" : "\n"));

        assertThat(faults()).hasSize(1);
        assertThat(faults().get(0)).startsWith(home.resolve("routes/" + name + ".camel.yaml") + fault);
    }

    @Test
    void whatIsInTheFolderAndIsNotReadIsNamed() throws IOException {
        write("sink-slack", SINK);
        write("judge", to("all"));
        Path routes = home.resolve("routes");
        for (String name : List.of("a.yaml", "b.camel.yml", "c.camel.yaml.bak", "notes.txt", ".hidden")) {
            Files.writeString(routes.resolve(name), SINK);
        }
        Files.createDirectories(routes.resolve("more"));

        String rename = ": not read: the names of route files end in .camel.yaml; rename it to ";
        assertThat(warnings())
                .containsExactly(
                        routes.resolve("a.yaml") + rename + "a.camel.yaml, or remove it",
                        routes.resolve("b.camel.yml") + rename + "b.camel.yaml, or remove it",
                        routes.resolve("c.camel.yaml.bak") + rename + "c.camel.yaml, or remove it",
                        routes.resolve("more") + ": not read: it is a folder; put route files beside it",
                        routes.resolve("notes.txt") + rename + "notes.txt.camel.yaml, or remove it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            - to: {uri: "outbox:all"}                      | yes
            - to: {uri: "outbox:slack"}                    | yes
            - toD: {uri: "outbox:${header.to}"}            | yes
            - to: {uri: "outbox:told"}                     | no
            - log: {message: "nobody"}                     | no
            """)
    void aSinkThatNothingAddressesIsNamed(String step, String addressed) throws IOException {
        write("sink-slack", SINK);
        write(
                "routing",
                "- route:\n    id: address\n    from:\n      uri: direct:address\n      steps:\n        " + step);

        assertThat(faults("sink.slack.url")).isEmpty();
        String router = home.resolve("routes/routing.camel.yaml").toString();
        String warning =
                router + ": sink.slack: no route sends to outbox:slack or outbox:all, so this sink gets no notices;"
                        + " write outbox:all under otherwise: of the route address";
        assertThat(warnings()).isEqualTo(addressed.equals("yes") ? List.of() : List.of(warning));
        assertThat(new RouteValidator(Set.of("sink.slack.url"), sink -> false)
                        .check(RouteFiles.find(home, home))
                        .warnings())
                .as("it is turned off")
                .isEmpty();
    }

    /** The router as it was shipped before there was outbox:all, of which operators have copies. */
    private static final String FORMER_ROUTER =
            """
            - route:
                id: address
                from:
                  uri: direct:address
                  steps:
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: ${body.recovery}
                            steps:
                              - to:
                                  uri: outbox:told
                        otherwise:
                          steps:
                            - to:
                                uri: outbox:syslog
            """;

    @Test
    void aCopyOfTheFormerRouterAddressesTheSinksThatItNames() throws IOException {
        write("sink-slack", SINK);
        write("sink-syslog", SINK.replace("slack", "syslog"));
        write("routing", FORMER_ROUTER);
        assertThat(warnings()).singleElement().asString().contains("sink.slack: no route sends to outbox:slack");

        write("routing", FORMER_ROUTER + "                - to: {uri: \"outbox:slack\"}\n");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void theBeanOfAllSinksStillWorksAndItsSuccessorIsNamed() throws IOException {
        String step = "        - to: {uri: \"http:slack\", parameters: {httpClientConfigurer: \"#sinkHttp\"}}\n";
        write("sink-slack", SINK.stripTrailing() + "\n" + step);
        write("judge", to("all"));

        assertThat(warnings())
                .containsExactly(home.resolve("routes/sink-slack.camel.yaml")
                        + ": #sinkHttp: keys of the sink for its proxy and certificates have no effect with it; write"
                        + " #sinkHttp-<name of the sink>");
    }

    @Test
    void aSinkHasOneRouteInAFileOfItsOwn() throws IOException {
        write("mine", SINK);
        assertThat(warnings())
                .anyMatch(warning -> warning.endsWith("mine.camel.yaml:4: sink.slack: is not in a file of its own, so"
                        + " sink.slack.enabled has no effect; move its route to sink-slack.camel.yaml"));
        write("sink-slack", SINK.replace("id: sink-slack", "id: other"));
        assertThat(faults("sink.slack.url"))
                .singleElement()
                .asString()
                .contains("outbox:slack is read by " + home.resolve("routes/mine.camel.yaml") + ":4, too");
        write("sink-slack", SINK.replace("outbox:slack", "outbox:all").replace("id: sink-slack", "id: other"));
        assertThat(faults("sink.slack.url"))
                .singleElement()
                .asString()
                .contains("outbox:all stands for several sinks, and no sink can have that name");
    }

    @Test
    void aSinkThatNobodyReadsIsNamedWithWhatToWrite() throws IOException {
        write("judge", to("slak"));

        assertThat(faults())
                .containsExactly(home.resolve("routes/judge.camel.yaml")
                        + ":8: outbox:slak is used in a route, but no route begins"
                        + " with from: outbox:slak; add routes/sink-slak.camel.yaml, or correct the name");
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

    private List<String> warnings() throws IOException {
        return new RouteValidator(Set.of("sink.slack.url"), sink -> true)
                .check(RouteFiles.find(home, home)).warnings().stream()
                        .map(Warning::text)
                        .toList();
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
