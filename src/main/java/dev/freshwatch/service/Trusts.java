package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.FileNames;
import dev.freshwatch.config.Secret;
import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.Trust;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One trust for each CA file and certificate of ours, however many services name them. */
final class Trusts {

    private final Path directory;
    private final Map<Files, Trust> known = new HashMap<>();

    Trusts(Path directory) {
        this.directory = directory;
    }

    /**
     * What one trust is made of.
     *
     * @param ca       null = the CAs of the Java runtime
     * @param cert     PEM; null = no certificate of ours, then neither key nor password
     * @param key      PEM
     * @param password of the key; null = it has none
     */
    record Files(Path ca, Path cert, Path key, Secret password) {}

    /** From the folder of the configuration on. */
    Path path(String text) throws BadValue {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw FileNames.notAPath(text, "name a file");
        }
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
