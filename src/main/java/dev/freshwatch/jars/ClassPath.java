package dev.freshwatch.jars;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that classes are loaded from.
 *
 * @param entries all of them, as they were named
 * @param loader  finds classes in them, in this order
 * @param home    the folder with the jars of the product; null = it runs from classes
 * @param shipped the names of these jars
 */
record ClassPath(List<Path> entries, ClassLoader loader, Path home, Set<String> shipped) {

    /** Written by the build: a class path of the jars that belong to the product. */
    private static final String SHIPPED = "shipped.txt";

    /** That of this process. */
    static ClassPath ofProcess() {
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                // Java leaves a wildcard as it is if there is no jar
                .filter(entry -> !entry.isEmpty() && !entry.endsWith("*"))
                .map(Path::of)
                .toList();
        Set<String> shipped = readShipped();
        return new ClassPath(
                entries, ClassPath.class.getClassLoader(), shipped.isEmpty() ? null : ownFolder(), shipped);
    }

    private static Set<String> readShipped() {
        try (InputStream in = ClassPath.class.getResourceAsStream(SHIPPED)) {
            return in == null
                    ? Set.of()
                    : Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                    .strip()
                                    .split(":"))
                            .map(name -> name.replaceFirst(".*/", ""))
                            .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("the list of our own jars cannot be read", e);
        }
    }

    /** Null in a checkout, where no other jar is beside ours. */
    private static Path ownFolder() {
        try {
            Path own = Path.of(ClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = own.getParent();
            return Files.isRegularFile(own) && folder.endsWith("lib") ? folder : null;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether this jar belongs to the product. */
    boolean isShipped(Path jar) {
        String name = String.valueOf(jar.getFileName());
        Path folder = jar.toAbsolutePath().getParent();
        return home != null
                && folder != null
                && isSame(folder, home)
                && (shipped.contains(name) || name.matches("freshwatch(-sim)?\\.jar"));
    }

    boolean has(Path jar) {
        return entries.stream().anyMatch(entry -> isSame(entry, jar));
    }

    /** Returns the jars of this folder that are not there any more. */
    List<Path> gone(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return entries.stream()
                .map(entry -> entry.toAbsolutePath().normalize())
                .filter(entry -> absolute.equals(entry.getParent()) && !Files.exists(entry))
                .toList();
    }

    /** Returns all places of a class or another file. */
    List<URL> places(String resource) throws IOException {
        return Collections.list(loader.getResources(resource));
    }

    static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            // what is not there is no other file
            return false;
        }
    }
}
