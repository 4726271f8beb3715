package dev.freshwatch.sink;

import dev.freshwatch.http.UrlHost;

/** Host and port, where the host may be a literal IPv6 address: brackets belong into a URI and nowhere else. */
final class Authority {

    private Authority() {}

    /** {@code collector.example:514}, {@code [::1]:514}. */
    static String of(String host, int port) {
        String bare = UrlHost.withoutBrackets(host);
        return (bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + port;
    }
}
