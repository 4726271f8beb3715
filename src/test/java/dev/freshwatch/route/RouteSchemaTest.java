package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped route files are what Camel's own schema asks for, and short enough to be read in one go. */
class RouteSchemaTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream yamlDsl = RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(yamlDsl);
        }
    }

    static Stream<Path> files() throws IOException {
        return Files.list(Path.of("routes"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsValid(Path file) throws IOException {
        assertThat(schema.validate(YAML.readTree(file.toFile()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFileIsLongerThanAScreen(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(60);
    }

    /** Camel would choose one, and the reader would have to know how it does. */
    @ParameterizedTest
    @MethodSource("files")
    void everyBeanStepNamesItsMethod(Path file) throws IOException {
        JsonNode yaml = YAML.readTree(file.toFile());
        List<JsonNode> calls = new ArrayList<>(yaml.findValues("bean"));
        yaml.findValues("method").stream().filter(JsonNode::isObject).forEach(calls::add);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.path("ref").asText()).isNotEmpty();
            assertThat(call.path("method").asText())
                    .as("of %s", call.path("ref"))
                    .isNotEmpty();
        });
    }

    /** So that a search for it finds the step or the bean that it is for. */
    @ParameterizedTest
    @MethodSource("files")
    void everyParameterOfATemplateIsUsed(Path file) throws IOException {
        String text = Files.readString(file);
        for (JsonNode template : YAML.readTree(file.toFile()).findValues("routeTemplate")) {
            for (JsonNode parameter : template.path("parameters")) {
                String name = parameter.path("name").asText();
                assertThat(text).containsPattern("\\{\\{[?]?" + name + "}}");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteSaysInOneSentenceWhatItDoes(Path file) throws IOException {
        for (JsonNode node : YAML.readTree(file.toFile())) {
            List<JsonNode> routes = node.findValues("route");
            assertThat(routes.isEmpty()).isEqualTo(node.has("routeConfiguration"));
            assertThat(routes)
                    .allSatisfy(route ->
                            assertThat(route.path("description").asText()).endsWith("."));
        }
    }
}
