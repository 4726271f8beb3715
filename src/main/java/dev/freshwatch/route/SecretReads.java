package dev.freshwatch.route;

import dev.freshwatch.config.SecretSources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a route file reads what holds a secret of our own keys: by a placeholder, by a function of Camel's simple
 * language, by the file itself. What is read by a name that is only known later is refused too.
 */
final class SecretReads {

    private static final String HINT = "; write a key of your own into application.properties, and {{that key}} here";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?\\s*(env|sys):([^:}]*)");
    private static final Pattern SIMPLE =
            Pattern.compile("\\$(?:simple)?\\{\\s*(env|sysenv|sys)(?:[.:]|\\[\\s*['\"]?)([^:}\\]'\"]*)");

    /** All of them at once, or past Camel. */
    private static final Pattern EVERYTHING = Pattern.compile(
            "java\\.lang\\.(System|ProcessHandle|ProcessBuilder|Runtime)\\b|\\bgetenv\\b|/proc/[^\\s\"']*environ"
                    + "|\\$(?:simple)?\\{\\s*(env|sysenv|sys)\\s*}");

    private final SecretSources secrets;

    SecretReads(SecretSources secrets) {
        this.secrets = secrets;
    }

    /**
     * The faults of a file, each once.
     *
     * @param file as it is shown
     */
    List<String> faults(String file, String text) {
        Set<String> faults = new LinkedHashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.stripLeading().startsWith("#")) {
                String where = file + ":" + number + ": ";
                problems(line).forEach(problem -> faults.add(where + problem));
            }
        }
        return new ArrayList<>(faults);
    }

    private List<String> problems(String line) {
        List<String> problems = new ArrayList<>();
        for (Pattern pattern : List.of(PLACEHOLDER, SIMPLE)) {
            Matcher read = pattern.matcher(line);
            while (read.find()) {
                named(read.group(1), read.group(2).strip(), problems);
            }
        }
        Matcher everything = EVERYTHING.matcher(line);
        if (everything.find()) {
            problems.add("reads past the configuration (" + everything.group() + "), where secrets can be" + HINT);
        }
        for (String path : secrets.files()) {
            if (names(line, path)) {
                problems.add("names the file " + path + ", which holds a secret" + HINT);
            }
        }
        return problems;
    }

    private void named(String kind, String name, List<String> problems) {
        String what = kind.equals("sys") ? "system property" : "environment variable";
        if (name.contains("$") || name.contains("{")) {
            problems.add((kind.equals("sys") ? "reads a " : "reads an ") + what
                    + " whose name is only known later; write its name");
        } else if (kind.equals("sys") ? secrets.holdsProperty(name) : secrets.holdsVariable(name)) {
            problems.add("reads the " + what + " " + name + ", which holds a secret" + HINT);
        }
    }

    /** As a whole path, and not as a part of another one. */
    private static boolean names(String line, String path) {
        int at = line.indexOf(path);
        if (at < 0 || path.isBlank()) {
            return false;
        }
        int end = at + path.length();
        boolean begins = at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1));
        boolean ends = end == line.length() || !Character.isLetterOrDigit(line.charAt(end));
        return begins && ends && path.length() > 3;
    }
}
