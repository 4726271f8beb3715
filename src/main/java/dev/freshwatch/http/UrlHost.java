package dev.freshwatch.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a URL. {@link URI} knows neither where a host's name is none of RFC 952, which are many within
 * companies: {@code http://esm_soc.example:8443}.
 */
public final class UrlHost {

    private static final Pattern LOOSE = Pattern.compile(
            "([A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?)(?::(\\d{1,9})?)?");

    private UrlHost() {}

    /** As written, an IPv6 address in brackets; null where there is none that could be looked up. */
    public static String of(URI url) {
        if (url.getHost() != null) {
            return url.getHost();
        }
        Matcher authority = authority(url);
        return authority == null ? null : authority.group(1);
    }

    /** A host as it is looked up: the brackets of an IPv6 address belong into a URI and nowhere else. */
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** -1 where it is not written. */
    public static int port(URI url) {
        if (url.getHost() != null) {
            return url.getPort();
        }
        Matcher authority = authority(url);
        return authority == null || authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
    }

    /** The port that is meant, for http and https. */
    public static int portOrUsual(URI url) {
        int port = port(url);
        return port >= 0 ? port : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    /** Null where it is no host with or without a port. */
    private static Matcher authority(URI url) {
        if (url.getRawAuthority() == null) {
            return null;
        }
        Matcher authority = LOOSE.matcher(url.getRawAuthority());
        return authority.matches() ? authority : null;
    }
}
