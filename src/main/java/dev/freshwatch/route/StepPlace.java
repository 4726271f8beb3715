package dev.freshwatch.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** The file and the line of a step, as far as Camel has kept them. */
final class StepPlace {

    private StepPlace() {}

    /**
     * Returns for example {@code routes/sink-chat.camel.yaml:9}, or the id of the route if its file is not known.
     *
     * @param step as {@code toString} shows it; null = the beginning of the route
     */
    static String of(RouteDefinition route, String step) {
        return of(route, step, null);
    }

    /** @param missing what the text of the step, and of the one within it that is meant, contains; null = not known */
    static String of(RouteDefinition route, String step, String missing) {
        String file = route.getInput() == null ? null : route.getInput().getLocation();
        if (file == null) {
            return "route " + route.getRouteId();
        }
        String path = file.replaceFirst("^file:", "");
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                .filter(output -> output.toString().equals(step) && output.getLineNumber() > 0)
                .findFirst()
                .<ProcessorDefinition<?>>map(output -> innermost(output, missing))
                .map(output -> path + ":" + line(path, output.getLineNumber(), output.getShortName()))
                .orElseGet(() -> path + ":" + line(path, route.getInput().getLineNumber(), "from"));
    }

    /** Camel names the step around it. */
    private static ProcessorDefinition<?> innermost(ProcessorDefinition<?> step, String missing) {
        ProcessorDefinition<?> found = step;
        ProcessorDefinition<?> within = step;
        while (missing != null && within != null) {
            found = within;
            within = found.getOutputs().stream()
                    .filter(inner -> inner.toString().contains(missing) && inner.getLineNumber() > 0)
                    .findFirst()
                    .orElse(null);
        }
        return found;
    }

    /** Camel counts up to the line before what a name holds: that is its own line, unless both are on one line. */
    private static int line(String path, int line, String name) {
        try {
            List<String> lines = RouteFiles.read(Path.of(path)).lines().toList();
            return line < lines.size() && lines.get(line).contains(name + ":") ? line + 1 : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
