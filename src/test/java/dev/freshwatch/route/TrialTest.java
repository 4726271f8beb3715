package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.TrialAssembly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.LoadedConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a watch would not start with is found without starting one. */
class TrialTest {

    private static final String TOKEN = "T0KEN-of-the-chat";

    @TempDir
    Path directory;

    private Folder folder() {
        return new Folder(directory)
                .set("esm.soc.url", "https://esm.invalid")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("esm.lab.url", "https://lab.invalid")
                .set("esm.lab.username", "x")
                .set("esm.lab.password", "y")
                .set("misp.intel.url", "https://misp.invalid")
                .set("misp.intel.key", Folder.MISP_KEY)
                .set("misp.intel.admin-key", Folder.MISP_ADMIN_KEY)
                .set("misp.intel.heal.enabled", "true")
                .set("drill.every", "1d")
                .set("heartbeat.url", "https://heart.invalid/beat")
                .set("chat.url", "https://hooks.invalid/" + TOKEN)
                .syslog(9)
                .mail(9)
                .set("sink.webhook.enabled", "true")
                .set("sink.webhook.url", "https://hooks.invalid/x");
    }

    private Folder chat(String step) {
        return folder().route(
                        "sink-chat.camel.yaml",
                        """
                - route:
                    id: sink-chat
                    from:
                      uri: outbox:chat
                      steps:
                        - removeHeaders: {pattern: "*"}
                        - %s
                        - to: {uri: "{{chat.url}}", parameters: {httpMethod: POST}}
                """
                                .replace("%s", step));
    }

    private static List<String> faults(Folder folder) throws Exception {
        RouteFiles routes = RouteFiles.find(Folder.HOME, folder.path());
        LoadedConfig loaded = folder.read(routes);
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
        return TrialAssembly.faults(loaded, routes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            bean: {ref: noticeText, method: toJson}         |
            bean: {ref: noticeTxt, method: toJson}          | there is no bean 'noticeTxt'; did you mean noticeText? Otherwise write the name of one that is there, or add it under beans: in a route file
            process: {ref: nowhere}                         | there is no bean 'nowhere'; write the name of one that is there
            setBody: {expression: {method: {ref: nowhere}}} | there is no bean 'nowhere'
            setBody: {expression: {simple: {expression: "${bean:nowhere}"}}} | there is no bean 'nowhere'
            multicast: {aggregationStrategy: nowhere, steps: [{log: {message: x}}]} | there is no bean 'nowhere'
            bean: {ref: noticeText, method: toJsn}          | the bean has no method 'toJsn'; did you mean toJson? Otherwise it has
            bean: {beanType: com.example.No, method: a}     | there is no class com.example.No; put its jar into lib/, or correct the name
            to: {uri: "kafka:notices"}                      | there is no component 'kafka'; correct the name, or put camel-kafka-4.18.0.jar and what it needs into lib/
            to: {uri: "file:notices", parameters: {fileExst: Append}} | there is no option 'fileExst'; correct its name
            to: {uri: "file:notices", parameters: {fileExist: Apend}} | the option 'fileExist' does not accept 'Apend'; write one of Override, Append, Fail, Ignore, Move, TryRename
            to: {uri: "{{chat.url}}", parameters: {httpMethod: PSOT}} | the option 'httpMethod' does not accept 'PSOT'; write one of GET, POST,
            to: {uri: "{{chat.url}}", parameters: {httpClientConfigurer: "#none"}} | there is no bean 'none'
            setBody: {expression: {simple: {expression: "${bodyy}"}}} | this is not valid in Camel's simple language, at character 1: Valid syntax: ${body.OGNL} was: bodyy; correct the expression
            filter: {expression: {simple: {expression: "${body} === 1"}}, steps: [{log: {message: x}}]} | this is not valid in Camel's simple language, at character 9: Unexpected token =
            filter: {steps: [{log: {message: x}}]}          | the expression is missing; write one, such as simple, under expression:
            setBody: {expression: {groovy: {expression: "1"}}} | there is no language 'groovy'; correct the name, or put camel-groovy-4.18.0.jar
            marshal: {json: {library: Gson}}                | there is no data format 'gson'; correct the name, or put camel-gson-4.18.0.jar
            log: {id: sink-chat, message: x}                | the id sink-chat is used in
            """)
    void whatARouteNamesAndIsNotThereIsToldWithItsLine(String step, String fault) throws Exception {
        List<String> faults = faults(chat(step));

        if (fault == null) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).hasSize(1);
            assertThat(faults.get(0))
                    .startsWith(directory.resolve("routes/sink-chat.camel.yaml") + ":7: " + fault)
                    .doesNotContain(TOKEN, "\n", "Exception");
        }
    }

    @Test
    void allFaultsAreToldAtOnceAlsoThoseOfShippedFilesThatWereChanged() throws Exception {
        String judge = Files.readString(Folder.HOME.resolve("routes/judge.camel.yaml"));
        String esm = Files.readString(Folder.HOME.resolve("routes/esm.camel.yaml"));
        Folder folder = chat("bean: {ref: nowhere}")
                .route("judge.camel.yaml", judge.replace("method: trackAlerts", "method: track"))
                .route("esm.camel.yaml", esm.replace("method: collectAnswers", "method: collect"));

        List<String> faults = faults(folder);
        assertThat(faults).as("once for both ESMs").hasSize(3);
        assertThat(faults)
                .anyMatch(fault -> fault.matches(".*/judge.camel.yaml:21: the bean has no method 'track'; .*"));
        assertThat(faults)
                .anyMatch(fault -> fault.matches(
                        ".*/esm.camel.yaml:50: the bean has no method 'collect'; it has close, collectAnswers, .*"));
    }

    /** An onException for all routes may be in a file that comes after the sink. */
    @Test
    void whatAllRoutesDoWithFailuresCountsForSinksToo() throws Exception {
        Folder folder = chat("log: {message: x}")
                .route(
                        "zz.camel.yaml",
                        """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled: {constant: {expression: "true"}}
                """);

        assertThat(faults(folder)).isNotEmpty().allMatch(fault -> fault.contains("onException with handled: true"));
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        faults(chat("log: {message: x}"));
        Set<Path> files = files();
        Set<String> threads = threads();
        for (int i = 0; i < 3; i++) {
            faults(chat("log: {message: x}"));
            faults(chat("bean: {ref: nowhere}"));
        }
        assertThat(files()).isEqualTo(files);
        Set<String> more = threads();
        more.removeAll(threads);
        // one for all of Netty in this process, which ends by itself; and those that JUnit runs tests on
        more.removeIf(thread -> thread.startsWith("globalEventExecutor") || thread.startsWith("ForkJoinPool"));
        assertThat(more).isEmpty();
        assertThat(directory.resolve("state")).doesNotExist();
    }

    private Set<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
