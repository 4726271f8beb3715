package dev.freshwatch.jars;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges the jars in the folder {@code lib} of an operator, which the launcher puts behind those of the product. A jar that the
 * product has in another version would not be used, or be mixed with it, which shows much later and far from its cause.
 */
public final class FurtherJars {

    private static final String FOLDER = "lib";
    private static final String ENDING = ".jar";

    private final Path folder;
    private final ClassPath classPath;
    private final List<String> faults = new ArrayList<>();

    FurtherJars(Path folder, ClassPath classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /**
     * Returns what is wrong with further jars; each line names the jar, and says what to do.
     *
     * @param config folder of the configuration; its {@code lib} need not exist
     */
    public static List<String> faults(Path config) {
        return new FurtherJars(config.resolve(FOLDER), ClassPath.ofProcess()).faults();
    }

    List<String> faults() {
        Map<Path, JarContents> contents = new TreeMap<>();
        Set<Path> found = new TreeSet<>();
        try {
            found.addAll(jars(folder));
            Path home = classPath.home();
            found.addAll(home == null || ClassPath.isSame(home, folder) ? List.of() : jars(home));
        } catch (IOException e) {
            return List.of(folder + ": cannot be listed: " + words(e) + "; let the user of the process read it");
        }
        for (Path jar : found) {
            JarContents read = read(jar);
            if (read == null) {
                continue;
            }
            if (classPath.has(jar)) {
                contents.put(jar, read);
            } else {
                faults.add(jar
                        + (folder.toString().contains(File.pathSeparator)
                                ? ": cannot be used, because of the " + File.pathSeparator
                                        + " in its path; name the folder of the configuration otherwise"
                                : ": is not in use, because it was put there after the start; restart Freshwatch"));
            }
        }
        classPath.gone(folder).forEach(jar -> faults.add(jar + ": was removed after the start; restart Freshwatch"));
        try (JarClashes clashes = new JarClashes(classPath, contents)) {
            faults.addAll(clashes.faults());
        } catch (IOException e) {
            throw new UncheckedIOException("a jar cannot be closed", e);
        }
        return faults;
    }

    /** @param from null = nothing is there */
    private List<Path> jars(Path from) throws IOException {
        if (from == null || !Files.exists(from)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> all = Files.list(from)) {
            for (Path one : all.sorted().toList()) {
                if (Files.isDirectory(one)) {
                    misplaced(one);
                } else if (isJar(one) && !classPath.isShipped(one)) {
                    jars.add(one);
                }
            }
        }
        return jars;
    }

    private void misplaced(Path inner) throws IOException {
        try (Stream<Path> all = Files.list(inner)) {
            all.filter(FurtherJars::isJar)
                    .sorted()
                    .forEach(jar -> faults.add(jar + ": is not used; move it to " + inner.getParent()));
        }
    }

    private static boolean isJar(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    private JarContents read(Path jar) {
        try {
            return JarContents.of(jar);
        } catch (AccessDeniedException e) {
            faults.add(jar + ": cannot be read: access denied; let the user of the process read it");
        } catch (IOException e) {
            faults.add(jar
                    + (Files.isReadable(jar)
                            ? ": is damaged, or not a jar (" + words(e) + "); fetch it again"
                            : ": cannot be read; let the user of the process read it, or remove it"));
        }
        return null;
    }

    private static String words(IOException failure) {
        return failure instanceof AccessDeniedException ? "access denied" : String.valueOf(failure.getMessage());
    }
}
