package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.freshwatch.Installed;
import dev.freshwatch.Installed.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts for Prometheus, judged by a real promtool: each fires when it should, and not before. */
class PrometheusRulesTest {

    static final Path RULES = Path.of("examples/prometheus/freshwatch.rules.yaml");

    private static final Path TESTS = Path.of("src/test/resources/prometheus/freshwatch.rules.test.yaml");
    private static final Pattern METRIC = Pattern.compile("\\bfreshwatch_\\w+");
    private static final Pattern RUNBOOK = Pattern.compile("(docs/\\w+\\.md)#(\\w+)");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    Path directory;

    private Ended promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Installed.program("/usr/bin/promtool").toString());
        command.addAll(List.of(arguments));
        return Installed.run(directory, command);
    }

    private static List<JsonNode> alerts() throws Exception {
        List<JsonNode> alerts = new ArrayList<>();
        YAML.readTree(RULES.toFile()).path("groups").forEach(group -> group.path("rules")
                .forEach(rule -> {
                    if (rule.has("alert")) {
                        alerts.add(rule);
                    }
                }));
        return alerts;
    }

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        Ended ended = promtool("check", "rules", RULES.toAbsolutePath().toString());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("SUCCESS");
    }

    @Test
    void eachAlertFiresAndDoesNotFire() throws Exception {
        Ended ended = promtool("test", "rules", TESTS.toAbsolutePath().toString());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("SUCCESS");
    }

    @Test
    void noAlertIsWithoutATestOfBoth() throws Exception {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        YAML.readTree(TESTS.toFile())
                .findValues("alert_rule_test")
                .forEach(tests -> tests.forEach(test -> (test.path("exp_alerts").isEmpty() ? quiet : firing)
                        .add(test.path("alertname").asText())));
        List<String> names =
                alerts().stream().map(alert -> alert.path("alert").asText()).toList();

        assertThat(names).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(firing).containsExactlyInAnyOrderElementsOf(names);
        assertThat(quiet).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void eachAlertSaysWhatItIsAndWhereToReadOn() throws Exception {
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).as(name).isNotEmpty();
            assertThat(annotations.path("description").asText()).as(name).endsWith(".");
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("critical", "warning");
            Matcher runbook = RUNBOOK.matcher(annotations.path("runbook").asText());
            assertThat(runbook.matches()).as(name).isTrue();
            assertThat(runbook.group(2)).isEqualTo(name.toLowerCase(Locale.ROOT));
            assertThat(Files.readAllLines(Path.of(runbook.group(1)))).contains("#### " + name);
        }
    }

    @Test
    void onlyMetricsThatAreDocumentedAreUsed() throws Exception {
        Set<String> used = new TreeSet<>();
        Matcher metric = METRIC.matcher(Files.readString(RULES));
        while (metric.find()) {
            used.add(metric.group());
        }

        assertThat(DashboardTest.documented()).containsAll(used);
    }
}
