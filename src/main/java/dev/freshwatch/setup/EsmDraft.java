package dev.freshwatch.setup;

import dev.freshwatch.esm.Device;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What is to be written of an ESM.
 *
 * @param accepted a certificate that people have accepted; null = Java's CAs vouch for it, or there is no TLS
 * @param devices  as the ESM lists them
 * @param all      whether those are watched too that the ESM will list one day
 * @param chosen   the ids of those that are watched
 */
public record EsmDraft(
        String name,
        URI url,
        String username,
        ServerCertificate accepted,
        List<Device> devices,
        boolean all,
        Set<Long> chosen) {

    /** Before anybody was asked for the Receivers. */
    public EsmDraft(String name, URI url, String username, ServerCertificate accepted) {
        this(name, url, username, accepted, List.of(), false, Set.of());
    }

    /** The same with the Receivers that were chosen. */
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
