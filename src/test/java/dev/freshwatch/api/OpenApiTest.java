package dev.freshwatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description is a valid OpenAPI 3.1 document, in what it uses of that. {@link ApiOverWatchTest} holds it true. */
class OpenApiTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final OpenApi api = OpenApi.shipped();
    private final JsonNode document = api.document();

    @Test
    void itHasWhatADocumentMustHave() {
        assertThat(document.path("openapi").asText()).matches("3\\.1\\.\\d");
        assertThat(document.path("info").path("title").asText()).isEqualTo("Freshwatch");
        assertThat(document.path("info").path("version").asText()).isNotEmpty();
        assertThat(document.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("openapi", "info", "servers", "security", "paths", "components");
    }

    @Test
    void everyOperationIsWhole() {
        Set<String> ids = new HashSet<>();
        for (String operation : api.operations()) {
            String[] parts = operation.split(" ");
            JsonNode described = document.path("paths").path(parts[1]).path(parts[0]);
            assertThat(parts[0]).as(operation).isIn("get", "post");
            assertThat(ids.add(described.path("operationId").asText()))
                    .as(operation)
                    .isTrue();
            assertThat(described.path("summary").asText()).as(operation).isNotEmpty();
            Set<String> inPath = new HashSet<>();
            for (JsonNode parameter : described.path("parameters")) {
                assertThat(parameter.path("description").asText()).isNotEmpty();
                assertThat(parameter.path("schema").isObject()).isTrue();
                if (parameter.path("in").asText().equals("path")) {
                    assertThat(parameter.path("required").asBoolean()).isTrue();
                    inPath.add(parameter.path("name").asText());
                } else {
                    assertThat(parameter.path("in").asText()).isEqualTo("query");
                }
            }
            Set<String> named = new HashSet<>();
            Matcher names = PARAMETER.matcher(parts[1]);
            while (names.find()) {
                named.add(names.group(1));
            }
            assertThat(inPath).as(operation).isEqualTo(named);
            assertThat(described.path("responses")).isNotEmpty();
            described.path("responses").properties().forEach(response -> {
                assertThat(response.getKey()).matches("[1-5]\\d\\d");
                assertThat(response.getValue().path("description").asText()).isNotEmpty();
            });
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsReferredTo() {
        Set<String> used = new HashSet<>();
        OpenApi.walk("", document, (at, node) -> {
            String reference = node.path("$ref").asText();
            if (!reference.isEmpty()) {
                assertThat(reference).startsWith("#/components/schemas/");
                assertThat(api.at(reference).isObject()).as(reference).isTrue();
                used.add(reference.substring("#/components/schemas/".length()));
            }
        });
        Set<String> all = new HashSet<>();
        document.path("components").path("schemas").fieldNames().forEachRemaining(all::add);

        assertThat(used).isEqualTo(all);
    }

    @Test
    void everySchemaIsAJsonSchema() {
        JsonSchema meta =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));
        Set<String> checked = new HashSet<>();
        OpenApi.walk("", document, (at, node) -> {
            if (at.endsWith("/schema") || at.matches("/components/schemas/\\w+")) {
                assertThat(meta.validate(node)).as(at).isEmpty();
                checked.add(at);
            }
        });

        assertThat(checked).hasSizeGreaterThan(20);
    }

    @Test
    void everySecurityRequirementIsAScheme() {
        OpenApi.walk("", document, (at, node) -> {
            if (at.endsWith("/security")) {
                node.forEach(one -> one.fieldNames()
                        .forEachRemaining(scheme -> assertThat(api.at("#/components/securitySchemes/" + scheme)
                                        .path("type")
                                        .asText())
                                .isEqualTo("http")));
            }
        });
    }
}
