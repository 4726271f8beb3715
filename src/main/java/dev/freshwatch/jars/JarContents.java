package dev.freshwatch.jars;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What identifies a jar, from its directory alone: reading its classes would cost the start of the watch more than it brings.
 *
 * @param checksums of a few classes of each package, by the name of their resource
 * @param module    the file with the coordinates that Maven put into it; null = none, or those of several modules
 * @param version   of that module; null = not known
 */
record JarContents(Map<String, Long> checksums, String module, String version) {

    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern CLASS = Pattern.compile("((?!META-INF/).+)/(?!package-info)[^/]+\\.class");

    /** @throws IOException if it cannot be read, or is not a jar */
    static JarContents of(Path file) throws IOException {
        Map<String, List<ZipEntry>> packages = new TreeMap<>();
        List<ZipEntry> modules = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().forEach(entry -> {
                Matcher type = CLASS.matcher(entry.getName());
                if (type.matches()) {
                    packages.computeIfAbsent(type.group(1), name -> new ArrayList<>())
                            .add(entry);
                } else if (COORDINATES.matcher(entry.getName()).matches()) {
                    modules.add(entry);
                }
            });
            Map<String, Long> checksums = new LinkedHashMap<>();
            packages.values().forEach(classes -> samples(classes, checksums));
            return modules.size() == 1
                    ? new JarContents(checksums, modules.get(0).getName(), version(zip, modules.get(0)))
                    : new JarContents(checksums, null, null);
        }
    }

    /** First, middle and last in alphabetical order: versions of a package nearly always differ in one of them. */
    private static void samples(List<ZipEntry> classes, Map<String, Long> checksums) {
        List<ZipEntry> sorted = classes.stream()
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .toList();
        for (int at : List.of(0, sorted.size() / 2, sorted.size() - 1)) {
            checksums.put(sorted.get(at).getName(), sorted.get(at).getCrc());
        }
    }

    private static String version(ZipFile zip, ZipEntry module) throws IOException {
        try (InputStream in = zip.getInputStream(module)) {
            return version(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(module.getName() + " is not a file of properties", e);
        }
    }

    /** Returns the version in such a file; null = it has none. */
    static String version(InputStream coordinates) throws IOException {
        Properties properties = new Properties();
        properties.load(coordinates);
        return properties.getProperty("version");
    }
}
