package dev.freshwatch.config;

import java.nio.file.Path;

/**
 * Trusted certificates, and our own.
 *
 * @param caFile   a PEM file with one or more certificates, absolute; null = the certificates of the Java runtime
 * @param insecure true = certificates are not checked; warned about at each start
 * @param own      presented to a peer that asks for a client certificate; null = none
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
