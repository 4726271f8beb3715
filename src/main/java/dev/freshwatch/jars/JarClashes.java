package dev.freshwatch.jars;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds jars that contain the same classes in different versions. Of such, one is used, and the other seems to be. */
final class JarClashes implements Closeable {

    private static final String CAMEL = "META-INF/maven/org.apache.camel/";
    private static final String CAMEL_API = CAMEL + "camel-api/pom.properties";

    private final ClassPath classPath;
    private final Map<Path, JarContents> further;
    private final Map<Path, ZipFile> open = new HashMap<>();
    private final Set<Set<Path>> told = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /** @param further the jars that do not belong to the product */
    JarClashes(ClassPath classPath, Map<Path, JarContents> further) {
        this.classPath = classPath;
        this.further = new TreeMap<>(further);
    }

    List<String> faults() {
        further.forEach((jar, contents) -> {
            try {
                if (!isOtherCamel(jar, contents)) {
                    module(jar, contents);
                    classes(jar, contents);
                }
            } catch (IOException e) {
                faults.add(jar + ": cannot be compared with the other jars: " + e.getMessage() + "; fetch it again");
            }
        });
        return faults;
    }

    /** All of Camel is of one version. */
    private boolean isOtherCamel(Path jar, JarContents contents) throws IOException {
        if (contents.module() == null || !contents.module().startsWith(CAMEL)) {
            return false;
        }
        for (URL api : classPath.places(CAMEL_API)) {
            String version = version(owner(api), CAMEL_API);
            if (!version.equals(contents.version())) {
                faults.add(jar + ": is of Camel " + contents.version() + ", and Freshwatch uses Camel " + version
                        + "; fetch version " + version + " of it");
                return true;
            }
        }
        return false;
    }

    private void module(Path jar, JarContents contents) throws IOException {
        if (contents.module() == null) {
            return;
        }
        for (Path other : others(jar, contents.module())) {
            String version = version(other, contents.module());
            if (!version.equals(contents.version())) {
                tell(jar, other, "are two versions of the same module");
            }
        }
    }

    private void classes(Path jar, JarContents contents) throws IOException {
        for (Map.Entry<String, Long> sample : contents.checksums().entrySet()) {
            for (Path other : others(jar, sample.getKey())) {
                ZipEntry same = entry(other, sample.getKey());
                if (same == null || same.getCrc() != sample.getValue()) {
                    String type = sample.getKey().replaceFirst("\\.class$", "").replace('/', '.');
                    tell(jar, other, "both contain " + type + ", in different versions");
                }
            }
        }
    }

    private void tell(Path jar, Path other, String clash) {
        if (told.add(Set.of(jar, other))) {
            faults.add(
                    further.containsKey(other)
                            ? jar + " and " + other + " " + clash + "; keep one of them"
                            : jar + " and " + other.getFileName() + ", which belongs to Freshwatch, " + clash
                                    + "; remove " + jar);
        }
    }

    /** Returns the other jars that have a file of this name. */
    private List<Path> others(Path jar, String name) throws IOException {
        List<Path> others = new ArrayList<>();
        for (URL url : classPath.places(name)) {
            Path owner = owner(url);
            if (owner != null && !ClassPath.isSame(owner, jar)) {
                others.add(owner);
            }
        }
        return others;
    }

    /** Returns the jar that such a file is in, as it is named among the further jars if it is one; null = it is in no jar. */
    private Path owner(URL url) throws IOException {
        if (!(url.openConnection() instanceof JarURLConnection connection)) {
            return null;
        }
        try {
            Path owner = Path.of(connection.getJarFileURL().toURI());
            return further.keySet().stream()
                    .filter(jar -> ClassPath.isSame(jar, owner))
                    .findFirst()
                    .orElse(owner);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private String version(Path jar, String module) throws IOException {
        ZipEntry entry = entry(jar, module);
        try (InputStream in = open.get(jar).getInputStream(entry)) {
            return String.valueOf(JarContents.version(in));
        }
    }

    /** Null = it has this only for some versions of Java. */
    private ZipEntry entry(Path jar, String name) throws IOException {
        ZipFile zip = open.get(jar);
        if (zip == null) {
            zip = new ZipFile(jar.toFile());
            open.put(jar, zip);
        }
        return zip.getEntry(name);
    }

    @Override
    public void close() throws IOException {
        for (ZipFile zip : open.values()) {
            zip.close();
        }
    }
}
