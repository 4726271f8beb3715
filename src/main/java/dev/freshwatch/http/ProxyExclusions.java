package dev.freshwatch.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Targets that are called without a proxy. Names are compared as written and never resolved, so an address range
 * matches only targets that are written as an address.
 *
 * @param rules a host, {@code *.suffix}, an address or a CIDR range, each without a {@link #problem}
 */
public record ProxyExclusions(List<String> rules) {

    public static final ProxyExclusions NONE = new ProxyExclusions(List.of());

    private static final Pattern NAME =
            Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?\\.?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IP_V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IP_V6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    public ProxyExclusions {
        rules = List.copyOf(rules);
    }

    /** Returns what is wrong with a rule, for use after its text in a sentence; null if it is valid. */
    public static String problem(String rule) {
        int slash = rule.indexOf('/');
        if (slash >= 0) {
            byte[] range = address(rule.substring(0, slash));
            String length = rule.substring(slash + 1);
            if (range == null) {
                return "is not a range of addresses";
            }
            return LENGTH.matcher(length).matches() && Integer.parseInt(length) <= range.length * 8
                    ? null
                    : "needs a prefix length from 0 to " + range.length * 8 + " after the slash";
        }
        if (address(rule) != null) {
            return null;
        }
        boolean likeAnAddress = NUMBERS.matcher(rule).matches();
        return !likeAnAddress && NAME.matcher(rule).matches() ? null : "is not a host, *.suffix, address or range";
    }

    /** @param host of a target; an IPv6 address with or without brackets */
    boolean include(String host) {
        String name = name(host);
        byte[] address = address(host);
        return rules.stream().anyMatch(rule -> address == null ? isName(rule, name) : isAddress(rule, address));
    }

    private static boolean isName(String rule, String name) {
        String wanted = name(rule);
        return wanted.startsWith("*.") ? name.endsWith(wanted.substring(1)) : name.equals(wanted);
    }

    private static String name(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isAddress(String rule, byte[] address) {
        int slash = rule.indexOf('/');
        byte[] range = address(slash < 0 ? rule : rule.substring(0, slash));
        if (range == null || range.length != address.length) {
            return false;
        }
        int bits = slash < 0 ? range.length * 8 : Integer.parseInt(rule.substring(slash + 1));
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((range[i / 8] & mask) != (address[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Returns null if it is not an address. Never queries DNS: both patterns exclude names. */
    private static byte[] address(String text) {
        String bare = UrlHost.withoutBrackets(text);
        if (!IP_V6.matcher(bare).matches() && !(IP_V4.matcher(bare).matches() && isOfBytes(bare))) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            // Matches the pattern of an address, but is not one.
            return null;
        }
    }

    private static boolean isOfBytes(String dotted) {
        for (String part : dotted.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}
