package dev.freshwatch.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a URL. {@link URI} returns neither if the host name does not follow RFC 952, which is common within
 * companies: {@code http://esm_soc.example:8443}.
 */
public final class UrlHost {

    private static final Pattern LOOSE = Pattern.compile(
            "([A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?)(?::(\\d{1,9})?)?");

    private UrlHost() {}

    /** Returns the host as written, with an IPv6 address in brackets; null if there is none that could be resolved. */
    public static String of(URI url) {
        if (url.getHost() != null) {
            return url.getHost();
        }
        Matcher authority = authority(url);
        return authority == null ? null : authority.group(1);
    }

    /** Returns a host for resolution: IPv6 addresses have brackets only within a URI. */
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns -1 if the URL contains no port. */
    public static int port(URI url) {
        if (url.getHost() != null) {
            return url.getPort();
        }
        Matcher authority = authority(url);
        return authority == null || authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
    }

    /** Returns the port, or the default port of http or https. */
    public static int portOrUsual(URI url) {
        int port = port(url);
        return port >= 0 ? port : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    /** Returns null if it is not a host with or without a port. */
    private static Matcher authority(URI url) {
        if (url.getRawAuthority() == null) {
            return null;
        }
        Matcher authority = LOOSE.matcher(url.getRawAuthority());
        return authority.matches() ? authority : null;
    }
}
