package dev.freshwatch.config;

import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.ProxyExclusions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the keys {@code proxy.…}, and {@code ….proxy} of everything called over HTTP. */
final class ProxyReader {

    private final Values values;
    private final Report report;
    private final Map<String, Optional<URI>> own = new TreeMap<>();

    ProxyReader(Values values, Report report) {
        this.values = values;
        this.report = report;
    }

    /** Reads the key of one owner. */
    ProxyReader add(Key<Optional<URI>> key, String... names) {
        Optional<URI> said = values.get(key, names);
        String concrete = key.of(names);
        if (said != null) {
            own.put(concrete.substring(0, concrete.lastIndexOf('.')), said);
        }
        return this;
    }

    /** Returns the result, including the owners added. */
    Proxies read() {
        URI url = values.get(Keys.PROXY_URL);
        ProxyExclusions excluded = values.get(Keys.PROXY_EXCLUDE);
        String login = login();
        HttpProxy standard = url == null
                ? null
                : Proxies.proxy(
                        url, Keys.PROXY_URL.pattern(), login, excluded == null ? ProxyExclusions.NONE : excluded);
        if (url == null && excluded != null && !values.isWritten(Keys.PROXY_URL.pattern())) {
            warn(Keys.PROXY_EXCLUDE, "has no effect without " + Keys.PROXY_URL.pattern());
        }
        Map<String, Optional<HttpProxy>> all = new TreeMap<>();
        own.forEach((owner, said) ->
                all.put(owner, said.map(each -> Proxies.proxy(each, owner + ".proxy", login, ProxyExclusions.NONE))));
        return new Proxies(standard, login, Map.copyOf(all));
    }

    private String login() {
        String username = values.get(Keys.PROXY_USERNAME);
        Secret password = values.get(Keys.PROXY_PASSWORD);
        String user = Keys.PROXY_USERNAME.pattern();
        String secret = Keys.PROXY_PASSWORD.pattern();
        if (values.isBad(user) || values.isBad(secret)) {
            return null;
        }
        if ((username == null) != (password == null)) {
            String there = username == null ? secret : user;
            String hint = username == null ? "set " + user + " too" : "set " + secret + "={{env:PROXY_PASSWORD}} too";
            report.fault(values.whereOf(there), there, "cannot be used alone", hint);
            return null;
        }
        if (username == null) {
            return null;
        }
        if (username.contains(":")) {
            report.fault(values.whereOf(user), user, "contains a colon", "HTTP does not allow that; use another name");
        }
        return HttpProxy.basic(username, password.reveal());
    }

    private void warn(Key<?> key, String message) {
        report.warn(values.whereOf(key.pattern()), key.pattern(), message);
    }
}
