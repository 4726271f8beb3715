package dev.freshwatch.route;

import dev.freshwatch.config.SecretSources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds places in route files that read a secret of the configuration: by a placeholder, a function of Camel's simple
 * language, or the file itself. Reading a name that is not known in advance is refused too.
 */
final class SecretReads {

    private static final String HINT = "; add a key of your own to application.properties and use {{that key}} here";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?\\s*(env|sys):([^:}]*)");
    private static final Pattern SIMPLE =
            Pattern.compile("\\$(?:simple)?\\{\\s*(env|sysenv|sys)(?:[.:]|\\[\\s*['\"]?)([^:}\\]'\"]*)");

    /** Reads all values at once, or bypasses Camel. */
    private static final Pattern EVERYTHING = Pattern.compile(
            "java\\.lang\\.(System|ProcessHandle|ProcessBuilder|Runtime)\\b|\\bgetenv\\b|/proc/[^\\s\"']*environ"
                    + "|\\$(?:simple)?\\{\\s*(env|sysenv|sys)\\s*}");

    /** Paths as short as this are words of too many lines. */
    private static final int SHORTEST = 3;

    /** What stands before the name of a file that is a word. */
    private static final Pattern AS_FILE = Pattern.compile("(?i)(file\\w*[\"']?\\s*[:=]\\s*[\"']?|/)$");

    private final SecretSources secrets;

    SecretReads(SecretSources secrets) {
        this.secrets = secrets;
    }

    /**
     * Returns the faults of a file, each once.
     *
     * @param file its name for messages
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
            problems.add("bypasses the configuration (" + everything.group() + "), which may reveal secrets" + HINT);
        }
        for (String path : secrets.files()) {
            if (names(line, path)) {
                problems.add("names the file " + path + ", which contains a secret" + HINT);
            }
        }
        return problems;
    }

    private void named(String kind, String name, List<String> problems) {
        String what = kind.equals("sys") ? "system property" : "environment variable";
        if (name.contains("$") || name.contains("{")) {
            problems.add((kind.equals("sys") ? "reads a " : "reads an ") + what
                    + " whose name is not known in advance; write its name");
        } else if (kind.equals("sys") ? secrets.holdsProperty(name) : secrets.holdsVariable(name)) {
            problems.add("reads the " + what + " " + name + ", which contains a secret" + HINT);
        }
    }

    /** Whether the line contains this path as a whole, not as part of another one. */
    private static boolean names(String line, String path) {
        if (path.length() <= SHORTEST || path.isBlank()) {
            return false;
        }
        for (int at = line.indexOf(path); at >= 0; at = line.indexOf(path, at + 1)) {
            int end = at + path.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1));
            boolean ends = end == line.length() || !Character.isLetterOrDigit(line.charAt(end));
            if (begins
                    && ends
                    && (isPath(path) || AS_FILE.matcher(line.substring(0, at)).find())) {
                return true;
            }
        }
        return false;
    }

    /** Not just a word, such as {@code token}, which any line may contain. */
    private static boolean isPath(String path) {
        return path.indexOf('/') >= 0 || path.indexOf('.') >= 0;
    }
}
