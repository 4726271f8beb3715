package dev.freshwatch.sim.misp;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a client wants REST: JSON must be first among the preferred types, in lower case, and wildcards do
 * not count.
 */
final class AcceptedTypes {

    private static final Pattern QUALITY = Pattern.compile(";\\s*q=([01](?:\\.\\d{0,3})?)\\s*(?:;|$)");

    private AcceptedTypes() {}

    /** @param accept null = not sent */
    static boolean wantsJson(String accept) {
        if (accept == null) {
            return false;
        }
        String[] types = accept.split(",");
        double best =
                Arrays.stream(types).mapToDouble(AcceptedTypes::quality).max().orElse(0);
        return Arrays.stream(types)
                .filter(type -> quality(type) == best)
                .findFirst()
                .map(type -> type.split(";", 2)[0].trim().equals("application/json"))
                .orElse(false);
    }

    private static double quality(String type) {
        Matcher quality = QUALITY.matcher(type);
        return quality.find() ? Double.parseDouble(quality.group(1)) : 1;
    }
}
