package dev.freshwatch.sink;

import dev.freshwatch.http.UrlHost;

/** Host and port. A literal IPv6 address gets brackets here, as in a URI, and nowhere else. */
final class Authority {

    private Authority() {}

    /** {@code collector.example:514}, {@code [::1]:514}. */
    static String of(String host, int port) {
        String bare = UrlHost.withoutBrackets(host);
        return (bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + port;
    }
}
