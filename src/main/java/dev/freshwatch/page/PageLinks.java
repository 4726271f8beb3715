package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of the pages, without host. */
final class PageLinks {

    private PageLinks() {}

    /** {@code /checks/esm/soc/alarms}. */
    static String check(CheckId check) {
        return "/checks/" + path(check.value());
    }

    /** What was seen of a check in this span of time. */
    static String check(CheckId check, Instant from, Instant to) {
        return check(check) + "?from=" + from + "&to=" + to;
    }

    /** The same, shorter, of times that are whole minutes. */
    static String minutes(CheckId check, Instant from, Instant to) {
        return check(check) + "?from=" + from.atOffset(ZoneOffset.UTC) + "&to=" + to.atOffset(ZoneOffset.UTC);
    }

    /** All checks of one platform. */
    static String platform(String platform) {
        return "/?platform=" + value(platform);
    }

    /** @param parameters those that are null or empty are left out; in their order */
    static String with(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(one -> one.getValue() != null && !one.getValue().isEmpty())
                .map(one -> value(one.getKey()) + "=" + value(one.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String path(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String value(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
