package dev.freshwatch.migration;

import dev.freshwatch.config.TextFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the script of a monitor: where OpenNMS has it, or beside the file that is imported. */
final class ScriptFile {

    private static final int LONGEST = 262_144;
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private ScriptFile() {}

    /** The text of a script; empty where it is not there, or is no text. */
    static Optional<String> read(Path configuration, String script) {
        for (Path candidate : candidates(configuration, script)) {
            if (Files.isRegularFile(candidate)) {
                try {
                    return Optional.of(TextFile.readWithoutMark(candidate, LONGEST));
                } catch (TextFile.Unreadable e) {
                    // A program such as curl; what it asks is in its arguments.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates(Path configuration, String script) {
        List<Path> candidates = new ArrayList<>();
        try {
            Path path = Path.of(script);
            candidates.add(configuration.resolveSibling(path));
            Path name = path.getFileName();
            if (name != null) {
                candidates.add(
                        configuration.resolveSibling("monitoring-scripts").resolve(name));
                candidates.add(configuration.resolveSibling(name));
            }
        } catch (InvalidPathException e) {
            // No file has such a name.
            return List.of();
        }
        return candidates;
    }

    /** The words of a command line. */
    static List<String> words(String arguments) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(arguments);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
