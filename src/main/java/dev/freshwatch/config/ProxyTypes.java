package dev.freshwatch.config;

import dev.freshwatch.http.ProxyExclusions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Types of the proxy keys. Checking them contacts nobody. */
final class ProxyTypes {

    /** Scheme, host and port. */
    static final Type<URI> URL = new Type<>("URL", Type.Shown.HIDDEN, ProxyTypes::url);

    /** Empty = none. */
    static final Type<Optional<URI>> OWN = new Type<>(
            "URL or `none`",
            Type.Shown.HIDDEN,
            text -> text.toLowerCase(Locale.ROOT).equals("none") ? Optional.empty() : Optional.of(url(text)));

    static final Type<ProxyExclusions> EXCLUSIONS = Type.quoted("hosts, comma separated", ProxyTypes::exclusions);

    private static final String HINT = "write it like http://proxy.example:3128";

    private ProxyTypes() {}

    private static URI url(String text) throws BadValue {
        if (!text.toLowerCase(Locale.ROOT).startsWith("http://")) {
            throw new BadValue("does not begin with http://", HINT);
        }
        if (text.contains("@")) {
            throw new BadValue(
                    "contains a user or a password",
                    "remove everything before the @, and set proxy.username and proxy.password");
        }
        URI url = Texts.url(text);
        boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
        if (!bare || url.getRawQuery() != null) {
            throw new BadValue("has more than scheme, host and port", HINT);
        }
        return url;
    }

    private static ProxyExclusions exclusions(String text) throws BadValue {
        List<String> rules = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String rule = part.strip();
            String problem = ProxyExclusions.problem(rule);
            if (rule.isEmpty()) {
                throw new BadValue("has an empty entry", "remove the comma");
            }
            if (problem != null) {
                String which = text.indexOf(',') < 0 ? "" : "has a part that ";
                throw new BadValue(
                        which + problem, "write it like localhost, wiki.example, *.plant.example, 10.0.0.0/8");
            }
            rules.add(rule);
        }
        return new ProxyExclusions(rules);
    }
}
