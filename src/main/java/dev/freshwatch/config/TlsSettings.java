package dev.freshwatch.config;

import java.nio.file.Path;

/**
 * Whom to trust, and who we say we are.
 *
 * @param caFile   a PEM file with one or more certificates, absolute; null = the certificates of the Java runtime
 * @param insecure true = trust anybody; warned about at each start
 * @param own      shown to a peer that asks for a client certificate; null = none
 */
public record TlsSettings(Path caFile, boolean insecure, Own own) {

    public static final TlsSettings DEFAULT = new TlsSettings(null, false);

    /** Without a certificate of our own. */
    public TlsSettings(Path caFile, boolean insecure) {
        this(caFile, insecure, null);
    }

    /**
     * Our own certificate: PEM files, absolute.
     *
     * @param keyFile     its key, as PKCS#8
     * @param keyPassword null = the key is not encrypted
     */
    public record Own(Path certFile, Path keyFile, Secret keyPassword) {}
}
