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
 * The route files in use: the shipped ones and those in the operator's {@code routes} folder. A file there replaces the
 * shipped file of the same name; a file with a new name is added.
 */
public final class RouteFiles {

    private static final int LONGEST = 1_048_576;
    private static final String ENDING = ".camel.yaml";
    private static final String SINK = "sink-";

    /** The route that decides which sink gets which notice. */
    static final String ROUTER = "address";

    /** Its file. */
    static final String ROUTER_FILE = "routing" + ENDING;

    /** Files that only send notices and ask no platform. */
    private static final Set<String> SENDING = Set.of("judge" + ENDING, ROUTER_FILE, "drill" + ENDING, "self" + ENDING);

    private static final Pattern REQUIRED = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    private final Map<String, Path> byName;
    private final List<Path> ignored;

    private RouteFiles(Map<String, Path> byName, Collection<Path> ignored) {
        this.byName = byName;
        this.ignored = List.copyOf(ignored);
    }

    /**
     * Finds the route files.
     *
     * @param home   the installation folder; its {@code routes} are the shipped files
     * @param config the configuration folder
     * @throws IOException if an existing folder cannot be read, or there is no route file at all
     */
    public static RouteFiles find(Path home, Path config) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        Set<Path> ignored = new TreeSet<>();
        for (Path folder : List.of(home.resolve("routes"), config.resolve("routes"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.sorted().toList()) {
                        String name = folder.relativize(file).toString();
                        if (name.endsWith(ENDING) && !Files.isDirectory(file)) {
                            byName.put(name, file.toAbsolutePath());
                        } else if (!name.startsWith(".")) {
                            ignored.add(file.toAbsolutePath());
                        }
                    }
                }
            }
        }
        if (byName.isEmpty()) {
            throw new IOException("no route files (*" + ENDING + ") in " + home.resolve("routes"));
        }
        return new RouteFiles(byName, ignored);
    }

    /** All files, sorted by name. */
    public Collection<Path> all() {
        return byName.values();
    }

    /** The file of the route that decides which sink gets which notice. */
    String router() {
        Path file = byName.get(ROUTER_FILE);
        return file == null ? ROUTER_FILE : file.toString();
    }

    /** What is in the folders and is not read: folders, and files of other names. Hidden files are not among them. */
    public List<Path> ignored() {
        return ignored;
    }

    /** The files to run: all except those of disabled sinks. */
    public List<Path> forWatch(Predicate<String> sinkEnabled) {
        return byName.entrySet().stream()
                .filter(file -> !isSink(file.getKey()) || sinkEnabled.test(sinkName(file.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The files that ask platforms, for {@code check} and {@code devices}. */
    public List<Path> forAsking() {
        return byName.entrySet().stream()
                .filter(file -> !isSink(file.getKey()) && !SENDING.contains(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The sinks that have a file, by the {@code <name>} in {@code sink-<name>.camel.yaml}. */
    public Set<String> sinks() {
        Set<String> sinks = new TreeSet<>();
        byName.keySet().stream()
                .filter(RouteFiles::isSink)
                .map(RouteFiles::sinkName)
                .forEach(sinks::add);
        return sinks;
    }

    /** The keys that the files use as placeholders, and the names of their sinks. */
    public RouteNames names() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Path> file : byName.entrySet()) {
            texts.put(file.getKey(), read(file.getValue()));
        }
        return RouteNames.in(texts);
    }

    /** Whether a file that would run uses one of these keys. @param sinkEnabled whether a sink is enabled */
    public boolean use(Set<String> keys, Predicate<String> sinkEnabled) throws IOException {
        for (Path file : forWatch(sinkEnabled)) {
            Map<String, String> text = Map.of(file.toString(), read(file));
            if (RouteNames.in(text).placeholders().stream().anyMatch(keys::contains)) {
                return true;
            }
        }
        return false;
    }

    /** The properties that this file requires, without those that have a default or are optional. */
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
