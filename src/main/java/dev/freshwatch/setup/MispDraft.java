package dev.freshwatch.setup;

import java.net.URI;
import java.util.Map;

/**
 * The MISP section of the configuration to write.
 *
 * @param accepted the certificate that was accepted; null = Java's CAs suffice, or there is no TLS
 * @param key      whether there is an API key
 * @param adminKey whether there is one of a site admin
 * @param version  as MISP reports it; null = not known
 * @param workers  the number of good workers of each queue; empty if not known
 */
public record MispDraft(
        String name,
        URI url,
        ServerCertificate accepted,
        boolean key,
        boolean adminKey,
        String version,
        Map<String, Integer> workers) {

    /** Without version and workers, before MISP was asked. */
    public MispDraft(String name, URI url, ServerCertificate accepted, boolean key, boolean adminKey) {
        this(name, url, accepted, key, adminKey, null, Map.of());
    }

    /** Returns the same with what MISP has answered. */
    public MispDraft telling(String itsVersion, Map<String, Integer> itsWorkers) {
        return new MispDraft(name, url, accepted, key, adminKey, itsVersion, Map.copyOf(itsWorkers));
    }

    public String keyFile() {
        return "secrets/misp-" + name + ".key";
    }

    public String adminKeyFile() {
        return "secrets/misp-" + name + ".admin-key";
    }

    public String certificateFile() {
        return "misp-" + name + ".pem";
    }
}
