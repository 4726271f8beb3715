package dev.freshwatch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The description of the API, and whether an answer is as it says. */
final class OpenApi {

    static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode document;

    OpenApi(JsonNode document) {
        this.document = document.deepCopy();
    }

    static OpenApi shipped() {
        try (InputStream content = OpenApi.class.getResourceAsStream("/api/openapi.json")) {
            return new OpenApi(JSON.readTree(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** {@code get /api/checks} and so on. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        for (Entry<String, JsonNode> path : document.path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> all.add(method + " " + path.getKey()));
        }
        return all;
    }

    /**
     * What is wrong with an answer; a field that is not described is.
     *
     * @param operation such as {@code get /api/checks}
     */
    Set<ValidationMessage> faults(String operation, int status, String contentType, String body) throws IOException {
        String[] parts = operation.split(" ");
        JsonNode response = document.path("paths")
                .path(parts[1])
                .path(parts[0])
                .path("responses")
                .path(Integer.toString(status));
        if (response.isMissingNode()) {
            throw new AssertionError(operation + " has no description of the status " + status);
        }
        if (contentType.isEmpty() && !response.has("content")) {
            return Set.of();
        }
        JsonNode schema = response.path("content").path(contentType).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError(operation + " " + status + " has no description of the content " + contentType);
        }
        JsonNode answer = contentType.endsWith("json")
                ? JSON.readTree(body)
                : JSON.getNodeFactory().textNode(body);
        return schema(schema).validate(answer);
    }

    private JsonSchema schema(JsonNode schema) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", document.path("components").path("schemas"));
        JsonNode strict = JSON.readTree(whole.toString().replace("#/components/schemas/", "#/$defs/"));
        beStrict(strict);
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(strict, config);
    }

    private static void beStrict(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        Iterator<JsonNode> inner = node.elements();
        inner.forEachRemaining(OpenApi::beStrict);
    }

    /** The value at a JSON pointer such as {@code #/components/schemas/Check}. */
    JsonNode at(String reference) {
        return document.at(reference.substring(1));
    }

    /** Each object of the document, with its pointer. */
    static void walk(String at, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(at, node);
        if (node.isObject()) {
            for (Entry<String, JsonNode> field : node.properties()) {
                walk(at + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), field.getValue(), visitor);
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                walk(at + "/" + i, node.get(i), visitor);
            }
        }
    }
}
