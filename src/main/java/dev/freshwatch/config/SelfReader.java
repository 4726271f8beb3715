package dev.freshwatch.config;

import java.net.URI;

/** Reads the keys {@code web.…} and {@code heartbeat.…}: how the watch shows that it is well. */
final class SelfReader {

    private final Values values;
    private final Report report;
    private final TlsReader tls;

    SelfReader(Values values, Report report, TlsReader tls) {
        this.values = values;
        this.report = report;
        this.tls = tls;
    }

    /** Null = switched off. */
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
            String hint = username == null ? "write " + user + " too" : "write " + secret + "={{env:WEB_PASSWORD}} too";
            report.fault(values.whereOf(there), there, "stands alone", hint);
            return null;
        }
        if (username != null && username.contains(":")) {
            report.fault(values.whereOf(user), user, "has a colon in it", "HTTP cannot carry that; take another name");
        }
        if (enabled && password == null && !Addresses.isLoopback(host)) {
            String key = Keys.WEB_HOST.pattern();
            report.fault(
                    values.whereOf(key),
                    key,
                    "is not loopback, and without a password only loopback is served",
                    "write " + user + " and " + secret + " too, or leave " + key + " out");
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
