package dev.freshwatch.config;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the keys {@code sink.webhook.header.<Name>}. */
final class HeaderReader {

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** Set by Freshwatch or by HTTP itself; lower case. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-freshwatch-signature");

    private final Values values;
    private final Report report;

    HeaderReader(Values values, Report report) {
        this.values = values;
        this.report = report;
    }

    /** By name as written. Headers without a value are left out. */
    Map<String, Secret> read() {
        String prefix = Keys.WEBHOOK_HEADER.of("");
        Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, Entry> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Entry entry : values.entries()) {
            if (!Keys.WEBHOOK_HEADER.matches(entry.key())) {
                continue;
            }
            String name = entry.key().substring(prefix.length());
            checkName(name, entry);
            Entry same = seen.putIfAbsent(name, entry);
            if (same != null) {
                fault(entry, "is the same header as in " + same.where().brief(), "remove one of them");
            }
            Secret value = values.get(Keys.WEBHOOK_HEADER, name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return Collections.unmodifiableMap(headers);
    }

    private void checkName(String name, Entry entry) {
        if (!TOKEN.matcher(name).matches()) {
            fault(entry, "is not a valid header name", "use letters, digits and dashes");
        } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            fault(entry, "is a header that Freshwatch sets itself", "remove this line");
        }
    }

    private void fault(Entry entry, String message, String hint) {
        report.fault(entry.where(), entry.key(), message, hint);
    }
}
