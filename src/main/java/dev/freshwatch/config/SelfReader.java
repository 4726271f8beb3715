package dev.freshwatch.config;

import java.net.URI;

/** Reads the keys {@code web.…} and {@code heartbeat.…}: how the watch shows its own health. */
final class SelfReader {

    private final Values values;
    private final Report report;
    private final TlsReader tls;

    SelfReader(Values values, Report report, TlsReader tls) {
        this.values = values;
        this.report = report;
        this.tls = tls;
    }

    /** Null = disabled. */
    WebSettings web() {
        boolean enabled = values.get(Keys.WEB_ENABLED);
        String host = values.get(Keys.WEB_HOST);
        String username = values.get(Keys.WEB_USERNAME);
        Secret password = values.get(Keys.WEB_PASSWORD);
        String user = Keys.WEB_USERNAME.pattern();
        String secret = Keys.WEB_PASSWORD.pattern();
        if (values.isBad(user) || values.isBad(secret)) {
            return null;
        }
        if ((username == null) != (password == null)) {
            String there = username == null ? secret : user;
            String hint = username == null ? "set " + user + " too" : "set " + secret + "={{env:WEB_PASSWORD}} too";
            report.fault(values.whereOf(there), there, "cannot be used alone", hint);
            return null;
        }
        if (username != null && username.contains(":")) {
            report.fault(values.whereOf(user), user, "contains a colon", "HTTP does not allow that; use another name");
        }
        if (enabled && password == null && !Addresses.isLoopback(host)) {
            String key = Keys.WEB_HOST.pattern();
            report.fault(
                    values.whereOf(key),
                    key,
                    "is not loopback, and without a password only loopback is served",
                    "set " + user + " and " + secret + " too, or remove " + key);
        }
        return enabled ? new WebSettings(host, values.get(Keys.WEB_PORT), username, password) : null;
    }

    /** Null = none. */
    HeartbeatSettings heartbeat() {
        URI url = values.get(Keys.HEARTBEAT_URL);
        HeartbeatSettings heartbeat =
                new HeartbeatSettings(url, values.get(Keys.HEARTBEAT_EVERY), tls.read(Keys.HEARTBEAT_TLS));
        return url == null ? null : heartbeat;
    }
}
