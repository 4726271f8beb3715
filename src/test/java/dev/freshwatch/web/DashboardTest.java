package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard is what Grafana documents, and shows what docs/observing.md lists. Its queries: {@link PrometheusTest}. */
class DashboardTest {

    private static final Pattern METRIC = Pattern.compile("^\\| `(freshwatch_\\w+)` \\|", Pattern.MULTILINE);

    /** Those of Grafana itself. */
    private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__interval");

    private final Dashboard dashboard = Dashboard.shipped();

    @Test
    void itIsOfTheShapeThatGrafanaDocuments() throws Exception {
        try (InputStream schema = DashboardTest.class.getResourceAsStream("/grafana/dashboard.schema.json")) {
            JsonSchema shape =
                    JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
            assertThat(shape.validate(dashboard.json())).isEmpty();
        }
    }

    @Test
    void itShowsEveryMetricThatIsDocumented() throws Exception {
        String expressions =
                dashboard.queries().stream().map(Dashboard.Query::expression).collect(Collectors.joining("\n"));
        assertThat(documented()).hasSizeGreaterThan(15).allSatisfy(metric -> assertThat(expressions)
                .containsPattern("\\b" + metric + "(_bucket)?\\{"));
    }

    /** Of docs/observing.md. */
    static Set<String> documented() throws Exception {
        Set<String> metrics = new TreeSet<>();
        Matcher row = METRIC.matcher(Files.readString(Path.of("docs/observing.md")));
        while (row.find()) {
            metrics.add(row.group(1));
        }
        return metrics;
    }

    @Test
    void everyQuerySelectsTheWatchesAndUsesNoVariableThatIsNotDeclared() {
        Set<String> declared = dashboard.variables().stream()
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(dashboard.queries()).allSatisfy(query -> {
            Set<String> used = Dashboard.variablesIn(query.expression());
            assertThat(used).contains("job", "instance");
            used.removeAll(BUILT_IN);
            assertThat(declared).containsAll(used);
        });
        assertThat(declared).containsExactlyInAnyOrder("datasource", "job", "instance", "check");
    }

    /** A number of a data source of ours would be nobody else's. */
    @Test
    void everythingReadsFromTheDataSourceThatIsChosen() {
        List<JsonNode> sources = dashboard.json().findValues("datasource");
        assertThat(sources)
                .hasSizeGreaterThan(40)
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
        Set<Integer> ids = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt()))
                    .as(panel.path("title").asText())
                    .isTrue();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    String cell =
                            place.path("x").asInt() + x + "/" + (place.path("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as(panel.path("title").asText() + " at " + cell)
                            .isTrue();
                }
            }
        }
    }

    /** What is not known must not look well. */
    @Test
    void unknownHasAColourOfItsOwn() {
        List<JsonNode> unknown = dashboard.json().findValues("unknown").stream()
                .filter(JsonNode::isObject)
                .toList();
        assertThat(unknown).isNotEmpty().allSatisfy(mapping -> assertThat(
                        mapping.path("color").asText())
                .isEqualTo("purple"));
    }
}
