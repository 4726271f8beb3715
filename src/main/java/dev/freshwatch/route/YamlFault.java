package dev.freshwatch.route;

import dev.freshwatch.freshness.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.dsl.yaml.common.exception.DuplicateKeyException;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one line, with file and line, why a route file cannot be read. */
final class YamlFault {

    private static final int LONGEST = 200;
    private static final int FEW_LINES = 20;

    private YamlFault() {}

    /** @param failure of Camel, when it read this file */
    static String of(Path file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return file + where(file, marked) + ": " + what(marked);
            }
            if (cause instanceof ClassNotFoundException) {
                return file + ": there is no class " + PlainText.line(cause.getMessage(), LONGEST)
                        + "; put its jar into lib/, or correct the name";
            }
            if (cause.getCause() == null) {
                return file + ": " + unmarked(cause);
            }
        }
        throw new IllegalArgumentException("no failure");
    }

    /** Camel marks what stands behind an unknown name, which may be lines below it. */
    private static String where(Path file, MarkedYamlEngineException failure) {
        Mark mark = failure.getContextMark().or(failure::getProblemMark).orElse(null);
        if (mark == null) {
            return "";
        }
        int line = mark.getLine();
        if (failure instanceof UnsupportedFieldException) {
            List<String> lines = lines(file);
            String name = word(failure) + ":";
            for (int at = Math.min(line, lines.size() - 1); at >= 0 && at >= line - FEW_LINES; at--) {
                if (lines.get(at).contains(name)) {
                    line = at;
                    break;
                }
            }
        }
        return ":" + (line + 1);
    }

    private static List<String> lines(Path file) {
        try {
            return RouteFiles.read(file).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(MarkedYamlEngineException failure) {
        String problem = failure.getProblem();
        return PlainText.line(problem.substring(problem.lastIndexOf(':') + 1).strip(), LONGEST);
    }

    private static String what(MarkedYamlEngineException failure) {
        String problem = PlainText.line(failure.getProblem(), LONGEST);
        String word =
                PlainText.line(problem.substring(problem.lastIndexOf(':') + 1).strip(), LONGEST);
        if (failure instanceof UnknownNodeIdException) {
            return "there is no step or entry '" + word + "' in Camel's YAML; correct the name, or the indentation";
        }
        if (failure instanceof UnsupportedFieldException) {
            return "'" + word + "' is not known in this place; correct the name, or the indentation";
        }
        if (failure instanceof DuplicateKeyException) {
            return "one entry has several names (" + problem.replaceFirst("(?s).*?\\[(.*?)].*", "$1")
                    + "); indent what belongs to the first of them";
        }
        if (problem.contains("TAB")) {
            return "a tab indents this line; write blanks instead";
        }
        String context = failure.getContext() == null ? "" : " " + PlainText.line(failure.getContext(), LONGEST);
        return String.format(
                Locale.ROOT, "this is not valid YAML%s: %s; check quotes, brackets and indentation", context, problem);
    }

    private static String unmarked(Throwable cause) {
        if (cause instanceof Error) {
            return "what it names cannot be made: " + PlainText.line(cause.toString(), LONGEST)
                    + (cause instanceof LinkageError ? "; put the jars that belong together into lib/" : "");
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (message.startsWith("Resource is empty")) {
            return "is empty; write a route into it, or remove it";
        }
        if (message.contains("RoutesBuilderLoader")) {
            return "has another dot in its name before .camel.yaml; rename it, for example with a dash";
        }
        return PlainText.line(message, LONGEST);
    }
}
