package dev.freshwatch.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of a configuration as they were read, so that it can be seen later whether they have changed since. Of their
 * contents it holds salted digests, and of files that hold a secret or a private key nothing but size and time.
 */
public final class ConfigFiles {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String ROUTES = "routes";
    private static final String ENDING = ".camel.yaml";
    private static final String NONE = "-";
    private static final int LONGEST = 4 * 1024 * 1024;

    private final Path folder;
    private final String salt;
    private final Map<Path, String> files = new TreeMap<>();
    private final Map<Path, String> secrets = new TreeMap<>();
    private final Map<Path, String> named = new TreeMap<>();

    private ConfigFiles(Path folder, String salt) {
        this.folder = folder;
        this.salt = salt;
    }

    /**
     * As they are now, before they are read.
     *
     * @param folder that of the configuration, absolute
     * @param routes the route files in force
     */
    public static ConfigFiles of(Path folder, Collection<Path> routes) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        ConfigFiles now = new ConfigFiles(folder, HexFormat.of().formatHex(salt));
        now.add(folder.resolve(SourceLocation.FILE));
        routes.forEach(now::add);
        return now;
    }

    /**
     * The same, with the files that secrets came from, and those of certificates.
     *
     * @param ofRoutes the certificates that routes name
     * @param began    when reading began: a file that is younger may have changed after it was read
     */
    public ConfigFiles with(LoadedConfig loaded, NamedFiles ofRoutes, Instant began) {
        ConfigFiles all = new ConfigFiles(folder, salt);
        all.files.putAll(files);
        for (String name : loaded.sources().files()) {
            Path file = path(name);
            if (file != null && file.isAbsolute()) {
                all.secrets.put(file, isYounger(file, began) ? NONE : stamp(file));
            }
        }
        NamedFiles both = NamedFiles.in(loaded).and(ofRoutes);
        both.certificates().forEach(file -> all.named.put(file, isYounger(file, began) ? NONE : digest(file)));
        both.keys().forEach(file -> all.named.put(file, isYounger(file, began) ? NONE : stamp(file)));
        return all;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private void add(Path file) {
        files.put(file, digest(file));
    }

    /** Those that are not as they were read: as people call them, in their order. */
    public Set<String> changed() {
        Set<String> changed = new TreeSet<>(changedSecrets());
        changed.addAll(changedBesideSecrets());
        named.forEach((file, then) -> {
            String now = then.contains("@") ? stamp(file) : digest(file);
            if (!now.equals(then)) {
                changed.add(name(file));
            }
        });
        return changed;
    }

    /** The files of secrets that are not as they were read. */
    public Set<String> changedSecrets() {
        Set<String> changed = new TreeSet<>();
        secrets.forEach((file, then) -> {
            if (!stamp(file).equals(then)) {
                changed.add(name(file));
            }
        });
        return changed;
    }

    /** Configuration and routes that are not as they were read, without certificates; also route files that are new. */
    public Set<String> changedBesideSecrets() {
        Set<String> changed = new TreeSet<>();
        files.forEach((file, then) -> {
            if (!digest(file).equals(then)) {
                changed.add(name(file));
            }
        });
        for (Path file : ownRoutes()) {
            if (!files.containsKey(file)) {
                changed.add(name(file));
            }
        }
        return changed;
    }

    private List<Path> ownRoutes() {
        Path own = folder.resolve(ROUTES);
        if (!Files.isDirectory(own)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(own)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .toList();
        } catch (IOException e) {
            // the next start or reload reports a folder that cannot be read any more
            return List.of();
        }
    }

    private String name(Path file) {
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }

    private String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            if (Files.size(file) > LONGEST) {
                return stamp(file);
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)), 0, 16);
        } catch (IOException e) {
            return "?";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + "@" + attributes.lastModifiedTime().toInstant();
        } catch (IOException e) {
            return "?";
        }
    }

    private static boolean isYounger(Path file, Instant began) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(began);
        } catch (IOException e) {
            return false;
        }
    }

    /** To be kept, for {@link #parse}. */
    public String text() {
        StringBuilder text = new StringBuilder(salt).append('\n');
        files.forEach((file, mark) ->
                text.append("f ").append(mark).append(' ').append(file).append('\n'));
        secrets.forEach((file, mark) ->
                text.append("s ").append(mark).append(' ').append(file).append('\n'));
        named.forEach((file, mark) ->
                text.append("n ").append(mark).append(' ').append(file).append('\n'));
        return text.toString();
    }

    /** What {@link #text} wrote. @param folder that of the configuration, absolute */
    public static ConfigFiles parse(Path folder, String text) {
        List<String> lines = text.lines().toList();
        ConfigFiles then = new ConfigFiles(folder, lines.isEmpty() ? "" : lines.get(0));
        lines.stream().skip(1).forEach(line -> {
            String[] parts = line.split(" ", 3);
            Path file = parts.length < 3 ? null : path(parts[2]);
            if (file != null) {
                then.ofKind(parts[0]).put(file, parts[1]);
            }
        });
        return then;
    }

    private Map<Path, String> ofKind(String letter) {
        return switch (letter) {
            case "s" -> secrets;
            case "n" -> named;
            default -> files;
        };
    }

    /** Size and time of each now, to recognise versions that were tried before. */
    public String stampsOfSecrets() {
        StringBuilder now = new StringBuilder();
        secrets.keySet()
                .forEach(
                        file -> now.append(file).append(' ').append(stamp(file)).append('\n'));
        return now.toString();
    }
}
