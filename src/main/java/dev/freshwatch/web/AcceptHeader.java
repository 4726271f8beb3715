package dev.freshwatch.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content negotiation for metrics: OpenMetrics text, or the Prometheus text format (RFC 9110, 12.5.1). */
final class AcceptHeader {

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*\"?([01](?:\\.\\d{0,3})?)");

    /** A client that lists more types than this wants nothing that is served here. */
    private static final int MOST = 50;

    private AcceptHeader() {}

    /**
     * Whether OpenMetrics is preferred or equal to plain text. Other formats, including protobuf, are not served and do
     * not count.
     *
     * @param accept null = not sent
     */
    static boolean wantsOpenMetrics(String accept) {
        if (accept == null) {
            return false;
        }
        double open = 0;
        double text = 0;
        for (String part : accept.toLowerCase(Locale.ROOT).split(",", MOST)) {
            String type = part.split(";", 2)[0].strip();
            if (type.equals(OPEN_METRICS)) {
                open = Math.max(open, quality(part));
            } else if (type.equals("text/plain")) {
                text = Math.max(text, quality(part));
            }
        }
        return open > 0 && open >= text;
    }

    private static double quality(String part) {
        Matcher quality = QUALITY.matcher(part);
        return quality.find() ? Double.parseDouble(quality.group(1)) : 1;
    }
}
