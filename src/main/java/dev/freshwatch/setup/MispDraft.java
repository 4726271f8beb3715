package dev.freshwatch.setup;

import java.net.URI;
import java.util.Map;

/**
 * What is to be written of a MISP.
 *
 * @param accepted a certificate that people have accepted; null = Java's CAs vouch for it, or there is no TLS
 * @param key      whether there is an API key
 * @param adminKey whether there is one of a site admin
 * @param version  as MISP told it; null = not known
 * @param workers  how many good ones each queue has; empty where that is not known
 */
public record MispDraft(
        String name,
        URI url,
        ServerCertificate accepted,
        boolean key,
        boolean adminKey,
        String version,
        Map<String, Integer> workers) {

    /** Before it was asked. */
    public MispDraft(String name, URI url, ServerCertificate accepted, boolean key, boolean adminKey) {
        this(name, url, accepted, key, adminKey, null, Map.of());
    }

    /** The same with what MISP told. */
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
