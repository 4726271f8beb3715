package dev.freshwatch.migration;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.IniFile.Option;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The {@code conf.ini} of msiempy, which healthmon.py logs in with: host, user, password and TLS of the ESM. */
final class MsiempyConf {

    private static final long LONGEST_TIMEOUT = 3600;

    private final IniFile ini;
    private final ImportDraft draft;
    private final String esm;

    /** @param esm the prefix of the keys, such as {@code esm.soc} */
    MsiempyConf(IniFile ini, ImportDraft draft, String esm) {
        this.ini = ini;
        this.draft = draft;
        this.esm = esm;
    }

    /** Writes the keys of the connection. */
    void read() throws ImportRefused {
        if (!ini.has("esm")) {
            throw new ImportRefused(
                    ini.file(), 0, "has no section [esm]; name the conf.ini of msiempy, which is in the folder .msiem");
        }
        List<Option> options = ini.options("esm");
        url(find(options, "host"));
        user(find(options, "user"));
        password(find(options, "passwd"));
        for (Option option : options) {
            if (!List.of("host", "user", "passwd").contains(option.name())) {
                draft.dropped(at(option), "an option of [esm] that msiempy does not know");
            }
        }
        Option verified = null;
        for (Option option : ini.has("general") ? ini.options("general") : List.<Option>of()) {
            switch (option.name()) {
                case "timeout" -> timeout(option);
                case "ssl_verify" -> verified = option;
                case "verbose", "quiet", "logfile" ->
                    draft.dropped(at(option), option.name() + ": Freshwatch has log.level, and logs to standard error");
                default -> draft.dropped(at(option), "an option of [general] that msiempy does not know");
            }
        }
        tls(verified);
    }

    private static Option find(List<Option> options, String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Place at(Option option) {
        return new Place(ini.file(), option == null ? 0 : option.line());
    }

    private void url(Option host) {
        String text = host == null ? "" : host.value().strip();
        String bare = text.replaceFirst("(?i)^https?://", "").replaceFirst("/+$", "");
        try {
            URI url = bare.isEmpty() ? null : Texts.url("https://" + bare);
            if (url != null && url.getRawPath().isEmpty() && url.getRawQuery() == null) {
                draft.set(esm + ".url", url.toString());
                draft.carried(at(host), String.format(Locale.ROOT, "host -> %s.url = %s", esm, url));
                return;
            }
        } catch (BadValue e) {
            draft.dropped(at(host), "host: as a URL it " + e.problem() + "; " + e.hint());
            missing("url", "the URL of the ESM, https://…");
            return;
        }
        draft.dropped(at(host), bare.isEmpty() ? "host: it is not set" : "host: it is more than a host and a port");
        missing("url", "the URL of the ESM, https://…");
    }

    private void user(Option user) {
        String name = user == null ? "" : user.value();
        if (PropertiesText.isLiteral(name)) {
            draft.set(esm + ".username", name);
            draft.carried(at(user), "user -> " + esm + ".username = " + name);
        } else {
            draft.dropped(at(user), name.isEmpty() ? "user: it is not set" : "user: it holds a {{");
            missing("username", "the user of the ESM");
        }
    }

    /** For what is not known: the configuration is refused until somebody says it. */
    private void missing(String key, String what) {
        missing(draft, esm, key, what);
    }

    static void missing(ImportDraft draft, String esm, String key, String what) {
        String variable = (esm + "." + key).toUpperCase(Locale.ROOT).replace('.', '_');
        draft.fromEnvironment(esm + "." + key, variable);
        draft.step(
                String.format(Locale.ROOT, "write %s in place of {{env:%s}}, or export that variable", what, variable));
    }

    private void password(Option password) {
        draft.secret(esm + ".password", "a new password of the ESM's user (not in Base64)");
        if (password == null || password.value().isEmpty()) {
            draft.dropped(at(password), "passwd: it is not set");
            return;
        }
        draft.carried(at(password), "passwd -> " + esm + ".password, read from a file of its own; see below");
        draft.fault(
                at(password),
                "passwd: Base64 is no encryption, so everybody who could read this file or a copy of it knows the"
                        + " password; give the user a new one");
    }

    private void timeout(Option option) {
        OptionalLong seconds = PythonText.integer(option.value());
        if (seconds.isPresent() && seconds.getAsLong() > 0 && seconds.getAsLong() <= LONGEST_TIMEOUT) {
            String value = seconds.getAsLong() + "s";
            draft.set(esm + ".request-timeout", value);
            draft.carried(at(option), "timeout -> " + esm + ".request-timeout = " + value);
        } else {
            draft.dropped(at(option), "timeout: it is not a number of seconds from 1 to 3600; 30s is used");
        }
    }

    private void tls(Option option) {
        boolean on = option != null && PythonText.truth(option.value()).orElse(false);
        if (on) {
            draft.carried(at(option), "ssl_verify: the certificate of the ESM is always verified");
            return;
        }
        draft.fault(
                at(option),
                "ssl_verify: it was off, so anybody in between could read the password; the certificate of the ESM is"
                        + " verified now, and " + esm + ".tls.ca-file is for one that this machine does not trust");
        draft.dropped(at(option), "ssl_verify: " + esm + ".tls.insecure is not set");
    }
}
