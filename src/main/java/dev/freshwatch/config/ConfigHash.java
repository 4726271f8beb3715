package dev.freshwatch.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * A short text that is the same on nodes of a cluster whose configurations are the same. It is of all keys that are not those
 * of one machine, with their values, and of the route files in use. Of secrets it holds nothing at all: everybody who reads
 * the database could try passwords against it.
 */
public final class ConfigHash {

    /** Beginnings of the keys that each node has for itself. */
    private static final List<String> OWN = List.of("cluster.node", "web.", "log.", "state.", "instance.");

    private static final int BYTES = 6;

    private ConfigHash() {}

    /**
     * Returns the hash, 12 hexadecimal digits.
     *
     * @param folder of the configuration, absolute; its place does not matter
     * @param routes the route files in use
     * @throws IOException if one of them cannot be read
     */
    public static String of(LoadedConfig loaded, Path folder, Collection<Path> routes) throws IOException {
        MessageDigest digest = sha256();
        new TreeMap<>(loaded.inForce().values()).forEach((key, value) -> {
            if (OWN.stream().noneMatch(key::startsWith)) {
                add(digest, key, value.replace(folder.toString(), "."));
            }
        });
        for (Path route : routes.stream()
                .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
                .toList()) {
            add(digest, String.valueOf(route.getFileName()), Files.readString(route));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static void add(MessageDigest digest, String name, String value) {
        for (String part : List.of(name, value)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
