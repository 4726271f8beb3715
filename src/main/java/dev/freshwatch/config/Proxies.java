package dev.freshwatch.config;

import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.ProxyExclusions;
import dev.freshwatch.http.UrlHost;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies: the keys {@code proxy.…}, and {@code ….proxy} of platforms, sinks and services.
 *
 * @param standard {@code proxy.url}, used unless overridden; null = none
 * @param login    for every configured proxy, as {@link HttpProxy#basic} makes it; null = none
 * @param own      overrides by owner, such as {@code esm.soc} or {@code heartbeat}; empty = no proxy
 */
public record Proxies(HttpProxy standard, String login, Map<String, Optional<HttpProxy>> own) {

    public static final Proxies NONE = new Proxies(null, null, Map.of());

    /** The proxy of this owner; null = none. */
    public HttpProxy of(String owner) {
        Optional<HttpProxy> said = own.get(owner);
        return said == null ? standard : said.orElse(null);
    }

    /**
     * The proxy for an owner configured elsewhere than in {@code application.properties}.
     *
     * @param said null = not set; empty = no proxy
     * @param key  for messages
     * @return null = none
     */
    public HttpProxy of(Optional<URI> said, String key) {
        return said == null
                ? standard
                : said.map(url -> proxy(url, key, login, ProxyExclusions.NONE)).orElse(null);
    }

    static HttpProxy proxy(URI url, String key, String login, ProxyExclusions excluded) {
        String bare = UrlHost.withoutBrackets(UrlHost.of(url));
        return new HttpProxy(bare, UrlHost.portOrUsual(url), key, login, excluded);
    }

    /** Shows no login. */
    @Override
    public String toString() {
        return "Proxies[" + standard + ", " + own + "]";
    }
}
