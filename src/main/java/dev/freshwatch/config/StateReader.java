package dev.freshwatch.config;

import java.nio.file.Path;

/** Reads {@code state.…}. */
final class StateReader {

    private final Path home;
    private final Values values;
    private final Report report;

    StateReader(Path home, Values values, Report report) {
        this.home = home;
        this.values = values;
        this.report = report;
    }

    StateSettings read() {
        StateUrl url = values.get(Keys.STATE_URL);
        String username = values.get(Keys.STATE_USERNAME);
        Secret password = values.get(Keys.STATE_PASSWORD);
        if (!url.isPostgres() && !values.isBad(Keys.STATE_URL.pattern())) {
            refuseLogin(username, Keys.STATE_USERNAME);
            refuseLogin(password, Keys.STATE_PASSWORD);
        } else if (password != null && username == null && !values.isBad(Keys.STATE_USERNAME.pattern())) {
            String key = Keys.STATE_PASSWORD.pattern();
            report.fault(
                    values.whereOf(key), key, "cannot be used alone", "set " + Keys.STATE_USERNAME.pattern() + " too");
        }
        if (!values.isBad(Keys.STATE_URL.pattern())) {
            clientCertificate(url);
        }
        String text = url.at(home);
        values.publish(Keys.STATE_URL.pattern(), text);
        return new StateSettings(text, username, password);
    }

    private void clientCertificate(StateUrl url) {
        try {
            PostgresCertificate.check(url.file("sslcert", home), url.file("sslkey", home));
        } catch (BadValue e) {
            String key = Keys.STATE_URL.pattern();
            report.fault(values.whereOf(key), key, e.problem(), e.hint());
        }
    }

    private void refuseLogin(Object value, Key<?> key) {
        if (value != null) {
            report.fault(
                    values.whereOf(key.pattern()),
                    key.pattern(),
                    "is for PostgreSQL, but state.url is not",
                    "remove it, or set state.url=jdbc:postgresql://host/database");
        }
    }
}
