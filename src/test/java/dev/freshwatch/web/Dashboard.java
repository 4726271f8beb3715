package dev.freshwatch.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard for Grafana as it is shipped. */
final class Dashboard {

    static final Path FILE = Path.of("examples/grafana/freshwatch.json");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    private final JsonNode json;

    private Dashboard(JsonNode json) {
        this.json = json;
    }

    static Dashboard shipped() {
        try {
            return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A query.
     *
     * @param legend the labels that its legend shows
     */
    record Query(String panel, String expression, Set<String> legend) {}

    JsonNode json() {
        return json;
    }

    /** Panels, without the headings of rows. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.path("panels").forEach(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        return panels;
    }

    /** Of panels and annotations. */
    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(query(
                        panel.path("title").asText(),
                        target,
                        target.path("legendFormat").asText()));
            }
        }
        for (JsonNode annotation : json.path("annotations").path("list")) {
            queries.add(query(
                    annotation.path("name").asText(),
                    annotation,
                    annotation.path("textFormat").asText()));
        }
        return queries;
    }

    private static Query query(String title, JsonNode query, String legend) {
        return new Query(title, query.path("expr").asText(), found(LABEL, legend));
    }

    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    /** The names of the variables in a text. */
    static Set<String> variablesIn(String text) {
        return found(VARIABLE, text);
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** A text as Grafana sends it to Prometheus, with everything selected. */
    static String resolved(String text) {
        return text.replace("$__rate_interval", "6s")
                .replace("$__interval", "1s")
                .replace("$job", "freshwatch")
                .replace("$instance", ".*")
                .replace("$check", ".*");
    }
}
