package dev.freshwatch.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of certificates that a configuration and its routes name; absolute paths.
 *
 * @param certificates trusted CAs, and our own certificates
 * @param keys         the private keys of these
 */
public record NamedFiles(Set<Path> certificates, Set<Path> keys) {

    public static final NamedFiles NONE = new NamedFiles(Set.of(), Set.of());

    public NamedFiles {
        certificates = Set.copyOf(certificates);
        keys = Set.copyOf(keys);
    }

    /** Those of the keys {@code ….tls.ca-file}, {@code cert-file} and {@code key-file}. */
    static NamedFiles in(LoadedConfig loaded) {
        Set<Path> certificates = new TreeSet<>();
        Set<Path> keys = new TreeSet<>();
        for (Map.Entry<String, String> value : loaded.placeholders().entrySet()) {
            String key = value.getKey();
            if (key.endsWith(".tls.ca-file") || key.endsWith(".tls.cert-file")) {
                certificates.add(Path.of(value.getValue()));
            } else if (key.endsWith(".tls.key-file")) {
                keys.add(Path.of(value.getValue()));
            }
        }
        return new NamedFiles(certificates, keys);
    }

    /** All of both. */
    public NamedFiles and(NamedFiles other) {
        Set<Path> allCertificates = new TreeSet<>(certificates);
        allCertificates.addAll(other.certificates);
        Set<Path> allKeys = new TreeSet<>(keys);
        allKeys.addAll(other.keys);
        return new NamedFiles(allCertificates, allKeys);
    }
}
