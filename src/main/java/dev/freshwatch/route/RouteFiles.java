package dev.freshwatch.route;

import dev.freshwatch.config.RouteNames;
import dev.freshwatch.config.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The route files in force: the shipped ones, and over them those of the operator's {@code routes} folder. A file there
 * takes the place of the shipped file of the same name; a file of a new name is added.
 */
public final class RouteFiles {

    private static final int LONGEST = 1_048_576;
    private static final String ENDING = ".camel.yaml";
    private static final String SINK = "sink-";

    /** The route that decides which sink gets which notice. */
    static final String ROUTER = "address";

    /** Its file. */
    static final String ROUTER_FILE = "routing" + ENDING;

    /** The files that tell people something, and ask nobody. */
    private static final Set<String> TELLING = Set.of("judge" + ENDING, ROUTER_FILE, "drill" + ENDING, "self" + ENDING);

    private static final Pattern REQUIRED = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    private final Map<String, Path> byName;

    private RouteFiles(Map<String, Path> byName) {
        this.byName = byName;
    }

    /**
     * Finds them.
     *
     * @param home   the folder of the product; its {@code routes} are the shipped ones
     * @param config the folder of the configuration
     * @throws IOException where a folder that is there cannot be read, or there is no route at all
     */
    public static RouteFiles find(Path home, Path config) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        for (Path folder : List.of(home.resolve("routes"), config.resolve("routes"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                            .forEach(file -> byName.put(file.getFileName().toString(), file.toAbsolutePath()));
                }
            }
        }
        if (byName.isEmpty()) {
            throw new IOException("no route files (*" + ENDING + ") in " + home.resolve("routes"));
        }
        return new RouteFiles(byName);
    }

    /** All of them, in the order of their names. */
    public Collection<Path> all() {
        return byName.values();
    }

    /** Those to run: without the files of sinks that are switched off. */
    public List<Path> forWatch(Predicate<String> sinkEnabled) {
        return byName.entrySet().stream()
                .filter(file -> !isSink(file.getKey()) || sinkEnabled.test(sinkName(file.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Those that ask platforms: what {@code check} and {@code devices} need. */
    public List<Path> forAsking() {
        return byName.entrySet().stream()
                .filter(file -> !isSink(file.getKey()) && !TELLING.contains(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The sinks that have a file, by the {@code <name>} of {@code sink-<name>.camel.yaml}. */
    public Set<String> sinks() {
        Set<String> sinks = new TreeSet<>();
        byName.keySet().stream()
                .filter(RouteFiles::isSink)
                .map(RouteFiles::sinkName)
                .forEach(sinks::add);
        return sinks;
    }

    /** What the files bring with them: the keys that they use as placeholders, and the names of their sinks. */
    public RouteNames names() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Path> file : byName.entrySet()) {
            texts.put(file.getKey(), read(file.getValue()));
        }
        return RouteNames.in(texts);
    }

    /** The property names that must be there for this file: without those that have a default or may be missing. */
    static Set<String> required(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = REQUIRED.matcher(read(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    static String read(Path file) throws IOException {
        try {
            return TextFile.readWithoutMark(file, LONGEST);
        } catch (TextFile.Unreadable e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isSink(String fileName) {
        return fileName.startsWith(SINK);
    }

    private static String sinkName(String fileName) {
        return fileName.substring(SINK.length(), fileName.length() - ENDING.length());
    }
}
