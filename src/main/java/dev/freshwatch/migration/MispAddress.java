package dev.freshwatch.migration;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a MISP is.
 *
 * @param tls  whether it is asked over https
 * @param host a name or an address, in small letters; an IPv6 address in brackets
 * @param port never 0; the default of the scheme where none is written
 * @param base the path below which MISP is; empty = none
 */
record MispAddress(boolean tls, String host, int port, String base) {

    /** The address of this URL, whose path may be one of MISP's own, behind its base; empty where it cannot be used. */
    static Optional<MispAddress> of(String scheme, String authority, String base) {
        boolean tls = scheme.equalsIgnoreCase("https");
        if (base.matches(".*/\\.\\.?(/.*)?")) {
            return Optional.empty();
        }
        try {
            URI url = Texts.url((tls ? "https" : "http") + "://" + authority + base);
            if (url.getHost() == null) {
                return Optional.empty();
            }
            int port = url.getPort() < 0 ? tls ? 443 : 80 : url.getPort();
            return Optional.of(new MispAddress(tls, url.getHost().toLowerCase(Locale.ROOT), port, base));
        } catch (BadValue e) {
            return Optional.empty();
        }
    }

    private boolean isDefaultPort() {
        return port == (tls ? 443 : 80);
    }

    /** Equal for what is the same MISP, over whichever scheme. */
    String identity() {
        return isDefaultPort() ? host : host + ":" + port;
    }

    String url() {
        return (tls ? "https://" : "http://") + host + (isDefaultPort() ? "" : ":" + port) + base;
    }

    /** A name for it: the first part of its host, or the address. */
    String name() {
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        String text = address ? "misp-" + host : host.replaceFirst("\\..*$", "");
        String name = text.replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[-_]+|-+$", "");
        return name.isEmpty() ? "misp" : name.substring(0, Math.min(name.length(), 60));
    }
}
