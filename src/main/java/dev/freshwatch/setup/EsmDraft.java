package dev.freshwatch.setup;

import dev.freshwatch.esm.Device;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The ESM section of the configuration to write.
 *
 * @param accepted the certificate that was accepted; null = Java's CAs suffice, or there is no TLS
 * @param devices  as the ESM lists them
 * @param all      whether Receivers that are added later are watched too
 * @param chosen   the ids of the Receivers to watch
 */
public record EsmDraft(
        String name,
        URI url,
        String username,
        ServerCertificate accepted,
        List<Device> devices,
        boolean all,
        Set<Long> chosen) {

    /** Without Receivers, before they were chosen. */
    public EsmDraft(String name, URI url, String username, ServerCertificate accepted) {
        this(name, url, username, accepted, List.of(), false, Set.of());
    }

    /** Returns the same with these Receivers. */
    public EsmDraft watching(List<Device> listed, boolean every, Set<Long> ids) {
        return new EsmDraft(name, url, username, accepted, List.copyOf(listed), every, Set.copyOf(ids));
    }

    public String passwordFile() {
        return "secrets/esm-" + name + ".password";
    }

    public String certificateFile() {
        return "esm-" + name + ".pem";
    }
}
