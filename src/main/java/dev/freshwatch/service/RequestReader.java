package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Proxies;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import dev.freshwatch.http.HttpProxy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the request to a service:
 * {@code url method headers body content-type ca-file cert-file key-file key-password proxy}. The names of the first five may
 * have a prefix.
 */
final class RequestReader {

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "OPTIONS");

    /** Set by HTTP itself, or internal to us and Camel; lower case. */
    private static final Pattern RESERVED = Pattern.compile(
            "connection|content-encoding|content-length|content-type|date|expect|host|keep-alive|proxy-authorization|proxy-connection|te|trailer"
                    + "|transfer-encoding|upgrade|freshwatch-.*|camel.*|org\\.apache\\.camel.*");

    /** Headers that probably contain a secret. */
    private static final Pattern TELLTALE = Pattern.compile("auth|token|key|secret|cookie|pass|signature");

    /** In the query of a URL. */
    private static final Pattern TELLTALE_QUERY =
            Pattern.compile("(?i)(^|[&;])[^=&;]*(auth|token|key|secret|passw|signature|sig)[^=&;]*=[^&;]");

    private final Parameters given;
    private final Trusts trusts;
    private final Proxies proxies;
    private final String prefix;
    private final boolean inPages;
    private final int maxBytes;

    RequestReader(Parameters given, Trusts trusts, Proxies proxies) {
        this(given, trusts, proxies, "", false, HttpProfile.SMALL);
    }

    private RequestReader(
            Parameters given, Trusts trusts, Proxies proxies, String prefix, boolean inPages, int maxBytes) {
        this.given = given;
        this.trusts = trusts;
        this.proxies = proxies;
        this.prefix = prefix;
        this.inPages = inPages;
        this.maxBytes = maxBytes;
    }

    /** Returns a reader of requests that may name the page that they ask for. @param bytes the longest answer */
    RequestReader inPages(int bytes) {
        return new RequestReader(given, trusts, proxies, prefix, true, bytes);
    }

    /** Returns a reader of {@code token-url} and so on, to the same host or another. */
    RequestReader withPrefix(String name) {
        return new RequestReader(given, trusts, proxies, name, false, maxBytes);
    }

    /** @param timeout null if it is invalid, which has been reported */
    HttpRequest read(Duration timeout) {
        Secret url = url();
        String method = given.require(prefix + "method", RequestReader::method, "write GET");
        Map<String, Secret> headers = headers();
        String text = given.text(prefix + "body");
        Secret body = text == null ? null : given.revealed(prefix + "body", text);
        String contentType = given.get(prefix + "content-type", RequestReader::contentType);
        if (body != null) {
            headers.put("Content-Type", new Secret(contentType == null ? "application/json" : contentType));
            if ("GET".equals(method) || "HEAD".equals(method)) {
                given.fault(
                        prefix + "body", "goes with no " + method, "write the parameter " + prefix + "method: POST");
            }
        }
        HttpProfile line = new HttpProfile(new TrustReader(given, trusts).read(), proxy(), maxBytes);
        return new HttpRequest(method, url, headers, body, line, timeout);
    }

    /** Returns null for none. The value is never shown: it may contain a login where it should not. */
    private HttpProxy proxy() {
        String text = given.text("proxy");
        try {
            return proxies.of(text == null ? null : Texts.proxy(text), "proxy");
        } catch (BadValue e) {
            given.fault("proxy", "the value " + e.problem(), e.hint());
            return null;
        }
    }

    /** Never shown: it may contain a secret where it should not. */
    private Secret url() {
        String parameter = prefix + "url";
        String text = given.text(parameter);
        if (text == null) {
            given.fault(parameter, "is missing", "write the address, such as https://wiki.example/");
            return null;
        }
        Secret url = given.revealed(parameter, text);
        if (url == null) {
            return null;
        }
        try {
            String query = Texts.url(inPages ? HttpRequest.onFirstPage(url.reveal()) : url.reveal())
                    .getRawQuery();
            if (query != null
                    && !Parameters.isSecret(text)
                    && TELLTALE_QUERY.matcher(query).find()) {
                given.fault(
                        parameter,
                        "seems to contain a secret",
                        "write the whole URL as secret.<name>={{file:…}} into"
                                + " application.properties, and secret.<name> here");
            }
        } catch (BadValue e) {
            given.fault(
                    parameter, "the value " + e.problem(), e.hint().replace("hooks.example/path", "wiki.example/path"));
        }
        return url;
    }

    private static String method(String text) throws BadValue {
        String method = text.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new BadValue("is not a supported method", "write GET, HEAD, POST, PUT or OPTIONS");
        }
        return method;
    }

    private static String contentType(String text) throws BadValue {
        if (!isHeaderValue(text)) {
            throw new BadValue("is not a content type", "write application/json");
        }
        return text;
    }

    /** One per line, {@code Name: value}, where the value may be the name of a secret. */
    private Map<String, Secret> headers() {
        Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String text = given.text(prefix + "headers");
        if (text == null) {
            return headers;
        }
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!TOKEN.matcher(name).matches()) {
                given.fault(
                        prefix + "headers", "a line is not a header", "write each on a line of its own: Name: value");
                continue;
            }
            Secret value = value(name, line.substring(colon + 1).strip());
            if (value != null && headers.put(name, value) != null) {
                given.fault(prefix + "headers", name + " is set twice", "keep one of them");
            }
        }
        return headers;
    }

    private Secret value(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.matcher(lower).matches()) {
            given.fault(
                    prefix + "headers",
                    name + " is set already",
                    lower.equals("content-type")
                            ? "write the parameter " + prefix + "content-type"
                            : "remove this line");
            return null;
        }
        if (!Parameters.isSecret(text) && TELLTALE.matcher(lower).find()) {
            given.fault(
                    prefix + "headers",
                    name + " is for a secret, and secrets must not be in route files",
                    "write secret.<name>" + "={{file:…}} into application.properties, and " + name
                            + ": secret.<name> here");
            return null;
        }
        Secret value = given.revealed(prefix + "headers", text);
        if (value != null && !isHeaderValue(value.reveal())) {
            given.fault(prefix + "headers", name + " has characters that a header cannot carry", "use printable ASCII");
            return null;
        }
        return value == null ? null : new Secret(value.reveal().strip());
    }

    private static boolean isHeaderValue(String text) {
        return text.strip().chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
    }
}
