package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Answers of a real MISP, as they were recorded. */
final class Samples {

    private static final Path FOLDER = Path.of("src", "test", "resources", "misp-samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply reply(String name) {
        JsonNode sample = read(name);
        Map<String, List<String>> headers = new HashMap<>();
        sample.get("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        List.of(header.getValue().asText())));
        Duration elapsed = Duration.ofMillis(Math.round(sample.get("seconds").doubleValue() * 1000));
        return new Reply(
                sample.get("status").intValue(), headers, body(sample).getBytes(StandardCharsets.UTF_8), elapsed);
    }

    /** The JSON of a sample, to be changed. */
    static JsonNode json(String name) {
        return read(name).get("json").deepCopy();
    }

    static Reply reply(JsonNode json) {
        return reply(200, "application/json; charset=UTF-8", json.toString());
    }

    static Reply reply(int status, String type, String body) {
        return new Reply(
                status,
                Map.of("content-type", List.of(type)),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ofMillis(50));
    }

    private static JsonNode read(String name) {
        try {
            return JSON.readTree(FOLDER.resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(JsonNode sample) {
        if (sample.has("json")) {
            return sample.get("json").toPrettyString();
        }
        return sample.has("html_facts")
                ? page(sample.get("html_facts"))
                : sample.path("text").asText();
    }

    /** A page with the words that the recorded one had. */
    private static String page(JsonNode facts) {
        return "<!DOCTYPE html><html><head><title>" + facts.get("title").asText() + "</title></head><body>"
                + "Login ".repeat(facts.get("count_Login").intValue())
                + "login ".repeat(facts.get("count_login_lowercase").intValue())
                + "uid ".repeat(facts.get("count_uid").intValue())
                + "</body></html>";
    }
}
