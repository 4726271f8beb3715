package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped router, as it is and with its commented examples in force. */
class RoutingTest {

    private static final Path SHIPPED = Path.of("routes", "routing.camel.yaml");

    /** Lines of YAML; a comment in words begins with a capital letter. */
    private static final Pattern COMMENTED = Pattern.compile("(?m)^( +)# (?=[ -])");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            problem  | esm/soc/events/1   | critical | all  | all
            problem  | esm/soc/events/1   | warning  | all  | syslog
            problem  | esm/lab/events/1   | critical | all  | webhook
            problem  | esm/lab            | critical | all  | webhook
            problem  | esm/lab2/events/1  | critical | all  | all
            problem  | misp/intel/workers | critical | all  | syslog, webhook
            problem  | misp/intel/rest    | unknown  | all  | all
            drill    | freshwatch/drill   | ok       | all  | all
            recovery | esm/lab/events/1   | ok       | told | told
            recovery | misp/intel/workers | ok       | told | told
            """)
    void eachNoticeGoesToTheSinksThatAreToHaveIt(
            String kind, String check, String state, String shipped, String withExamples) throws Exception {
        Notice notice = notice(kind, check, state);

        assertThat(sinks(Files.readString(SHIPPED), notice)).isEqualTo(shipped);
        assertThat(sinks(examples(), notice)).isEqualTo(withExamples);
    }

    @Test
    void theExamplesAreValidAndOfferStatePlatformAndCheck() throws IOException {
        String examples = examples();
        assertThat(examples).contains("- expression:").contains("body.state", "body.platform", "body.check");
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/routing.camel.yaml"), examples);

        assertThat(new RouteValidator(Set.of(), sink -> false).faults(RouteFiles.find(Path.of("."), folder)))
                .isEmpty();
    }

    private static String examples() throws IOException {
        return COMMENTED.matcher(Files.readString(SHIPPED)).replaceAll("$1");
    }

    private String sinks(String yaml, Notice notice) throws Exception {
        Path file = Files.writeString(folder.resolve("routing.camel.yaml"), yaml);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("outbox", new MockComponent());
            PluginHelper.getRoutesLoader(context).loadRoutes(new RouteResource(file));
            context.start();
            context.createProducerTemplate().sendBody("direct:address", notice);
            return context.getEndpoints().stream()
                    .filter(MockEndpoint.class::isInstance)
                    .map(MockEndpoint.class::cast)
                    .filter(sink -> sink.getReceivedCounter() == 1)
                    .map(MockEndpoint::getName)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining(", "));
        }
    }

    private static Notice notice(String kind, String check, String state) {
        Instant now = Instant.parse("2026-11-20T17:00:00Z");
        State found = State.valueOf(state.toUpperCase(Locale.ROOT));
        Reason reason = found == State.OK ? Reason.UP : Reason.DOWN;
        Finding finding = new Finding(
                new CheckId(check), "subject", "name", found, reason, "text", null, null, Limits.NONE, now, null, null);
        Kind of = Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        return new Notice("id", of, "episode", finding, now, now, new Notice.Origin("host", 1), "host");
    }
}
