package dev.freshwatch.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names under which this server may be requested. An attacker's web page can let a host name of its own point
 * to this machine, so that a local user's browser reads what is served without a password (DNS rebinding); such a
 * request carries the attacker's name. IP addresses cannot be abused in this way.
 */
final class HostNames {

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(%[0-9A-Za-z._~-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

    private final String own;
    private final boolean any;

    /**
     * Creates the list.
     *
     * @param own  the configured host
     * @param any  whether any name is accepted: safe if a password is required, since no browser sends it to a foreign
     *     name
     */
    HostNames(String own, boolean any) {
        this.own = bare(own);
        this.any = any;
    }

    /** @param headers all {@code Host} headers of a request; every browser sends one */
    boolean accept(List<String> headers) {
        if (headers.size() > 1) {
            return false;
        }
        if (any || headers.isEmpty()) {
            return true;
        }
        String host = headers.get(0).strip();
        String name = bare(PORT.matcher(host).replaceFirst(""));
        return ADDRESS.matcher(name).matches()
                || name.equals(own)
                || name.equals("localhost")
                || name.endsWith(".localhost");
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
