package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.FileNames;
import dev.freshwatch.config.NamedFiles;
import dev.freshwatch.config.Secret;
import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.Trust;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Shares one trust among all services that use the same CA file and client certificate. */
final class Trusts {

    private final Path directory;
    private final Map<Files, Trust> known = new HashMap<>();

    Trusts(Path directory) {
        this.directory = directory;
    }

    /**
     * The files that make up a trust.
     *
     * @param ca       null = the CAs of the Java runtime
     * @param cert     PEM; null = no client certificate; then key and password are null, too
     * @param key      PEM
     * @param password of the key; null = it is not encrypted
     */
    record Files(Path ca, Path cert, Path key, Secret password) {}

    /** Resolves a path relative to the folder of the configuration. */
    Path path(String text) throws BadValue {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw FileNames.notAPath(text, "name a file");
        }
    }

    /** The files that were read. */
    NamedFiles files() {
        Set<Path> certificates = new HashSet<>();
        Set<Path> keys = new HashSet<>();
        for (Files files : known.keySet()) {
            Stream.of(files.ca(), files.cert()).filter(Objects::nonNull).forEach(certificates::add);
            Stream.ofNullable(files.key()).forEach(keys::add);
        }
        return new NamedFiles(certificates, keys);
    }

    Trust of(Files files) throws UnusableCaFile, UnusableClientCertificate {
        Trust trust = known.get(files);
        if (trust == null) {
            trust = Trust.of(files.ca(), false, own(files));
            known.put(files, trust);
        }
        return trust;
    }

    private static ClientCertificate own(Files files) throws UnusableClientCertificate {
        if (files.cert() == null) {
            return null;
        }
        Secret password = files.password();
        return ClientCertificate.read(
                files.cert(),
                files.key(),
                password == null ? null : password.reveal().toCharArray());
    }
}
