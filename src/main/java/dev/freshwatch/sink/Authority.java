package dev.freshwatch.sink;

/** Host and port, where the host may be a literal IPv6 address: brackets belong into a URI and nowhere else. */
final class Authority {

    private Authority() {}

    /** {@code collector.example:514}, {@code [::1]:514}. */
    static String of(String host, int port) {
        String bare = host(host);
        return (bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + port;
    }

    /** Without brackets. */
    static String host(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
