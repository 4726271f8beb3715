package dev.freshwatch.config;

import java.nio.file.Path;

/**
 * Whom to trust.
 *
 * @param caFile   a PEM file with one or more certificates, absolute; null = the certificates of the Java runtime
 * @param insecure true = trust anybody; warned about at each start
 */
public record TlsSettings(Path caFile, boolean insecure) {

    public static final TlsSettings DEFAULT = new TlsSettings(null, false);
}
