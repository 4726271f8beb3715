package dev.freshwatch.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By which names this server may be asked for. A page of a stranger can let a name of its own point to this machine, and
 * have the browser of somebody here read what is served without a password (DNS rebinding); the request then carries
 * that name. An address cannot be bent like that.
 */
final class HostNames {

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(%[0-9A-Za-z._~-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

    private final String own;
    private final boolean any;

    /**
     * @param own  the name that is served
     * @param any  whether every name will do: where a password is asked for, which no browser gives to a stranger's name
     */
    HostNames(String own, boolean any) {
        this.own = bare(own);
        this.any = any;
    }

    /** @param headers all headers {@code Host} of a request; none comes from no browser */
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
