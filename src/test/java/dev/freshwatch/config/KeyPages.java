package dev.freshwatch.config;

import java.util.List;
import java.util.Locale;

/** Generates the pages about configuration keys from the key table: {@code docs/configuration.md} and {@code application.properties}. */
final class KeyPages {

    private static final String ESM = "soc";
    private static final String MISP = "intel";
    private static final String RECEIVER = "144116287587483648";

    private KeyPages() {}

    /** {@code docs/configuration.md} */
    static String documentation() {
        StringBuilder page = new StringBuilder(
                """
                # Configuration

                <!-- Generated from the key table (Keys.java) by KeyPagesTest, which also says how to regenerate it. -->

                All configuration is in one file, `application.properties`. Its folder is named by `--config DIR`; without that, by
                `FRESHWATCH_CONFIG`; otherwise it is the current folder if that contains the file, else `/etc/freshwatch`. Relative paths
                are relative to that folder. `./freshwatch validate` shows every fault at once, with its line and what to write instead.
                A key that nothing reads is a fault.

                **Values.** The file is a Java properties file in UTF-8: `key=value`, `#` starts a comment, a backslash is written `\\\\`.
                A key with an empty value counts as not set. A key that appears twice is a fault. Comments need a line of their own: after
                a value, they are part of the value, and so are quotes. Durations are a whole number and `s`, `m`, `h` or `d`:
                `30s 20m 2h 7d`.

                **Secrets** are read through placeholders: `{{env:NAME}}` is an environment variable, `{{file:PATH}}` a file, of which one
                trailing line break is removed. A secret file is a fault if it has a byte order mark, NUL characters, an encoding other than
                UTF-8, more than one line (except for `secret.<name>`, which may be the body of a query), blanks around the value, or no
                content. An environment variable is taken exactly as it is. A password in the file itself works, but is warned about.

                **Other placeholders** are `{{other.key}}` and `{{sys:NAME}}`, a Java system property. A default can follow a colon, as in
                `{{env:NAME:default}}`; files have no default. A plain key cannot refer to a secret one.

                **Precedence.** Environment variables override the file, and `-Dkey=value` of the JVM overrides both. The variable for
                `esm.soc.request-timeout` is `ESM_SOC_REQUEST_TIMEOUT`. A variable replaces the value in the file; for keys without a name
                in angle brackets, it also works if the file does not contain the key. Every start logs which keys came from the environment.

                **Your own routes.** A key with any name is accepted if a file in `routes/` uses it as `{{your.key}}`, and so is
                `sink.<your sink>.…`. Routes can use every plain key of these tables as a placeholder, with its default if the file does not
                set it. They cannot use the secrets of these tables; a key of your own may hold a secret for your own route. The sources of
                the secrets of these tables (environment variables, system properties, files) are refused in routes by name, as `{{env:…}}`,
                `${env:…}` and the like. Keys that begin with `camel.` are passed to Camel unchanged.
                """);
        for (Keys.Group group : Keys.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append(group.intro()).append(group.intro().isEmpty() ? "" : "\n\n");
            page.append("| key | type | default | |\n| --- | --- | --- | --- |\n");
            group.keys().forEach(key -> page.append(row(key)));
        }
        return page.append(
                        """

                        **Windows** are `LAST_MINUTE LAST_10_MINUTES LAST_30_MINUTES LAST_HOUR LAST_24_HOURS LAST_2_DAYS LAST_3_DAYS`. A window
                        shorter than twice the largest limit is widened, with a message: in a shorter one, a problem would have no age. No limit
                        can be longer than 3d. `warn-after` must be shorter than `error-after`, also if one of them is inherited or a default.
                        """)
                .toString();
    }

    private static String row(Key<?> key) {
        String standard = key.required()
                ? (key.pattern().startsWith("sink.") ? "**required** when enabled" : "**required**")
                : key.defaultWords() == null ? "" : code(key);
        String example = key.example() == null ? "" : ", for example `" + key.example() + "`";
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s%s |\n",
                key.pattern(),
                key.type().words(),
                standard,
                key.description(),
                example);
    }

    private static String code(Key<?> key) {
        return key.defaultText() == null ? key.defaultWords() : "`" + key.defaultText() + "`";
    }

    /** {@code application.properties}, as it is shipped: nothing in it is in force. */
    static String properties() {
        StringBuilder file = new StringBuilder(
                """
                # Freshwatch. All keys with their defaults; lines that begin with '#' have no effect.
                # Uncomment the first block, fill in your ESM or MISP, then run: ./freshwatch validate
                # Keys, placeholders and secrets are explained in docs/configuration.md

                # ---- Start here: one ESM (named soc, choose your own name) and one of its Receivers, or a MISP (named intel).
                # ./freshwatch devices lists the Receivers; esm.soc.receivers=all watches all of them.
                """);
        List<Key<?>> all = Keys.all();
        List<Key<?>> first = all.stream().filter(KeyPages::isFirst).toList();
        first.forEach(key -> file.append('#').append(line(key)).append('\n'));
        for (Keys.Group group : Keys.groups()) {
            file.append("\n# ---- ").append(group.title()).append('\n');
            group.keys().stream().filter(key -> !first.contains(key)).forEach(key -> file.append("\n# ")
                    .append(sentence(key))
                    .append("\n#")
                    .append(line(key))
                    .append('\n'));
        }
        return file.toString();
    }

    private static boolean isFirst(Key<?> key) {
        return isShown(key) || (key.required() && key.pattern().matches("(esm|misp)\\..*"));
    }

    /** Not required, but nobody does without. */
    private static boolean isShown(Key<?> key) {
        return key == Keys.RECEIVER_NAME || key == Keys.MISP_KEY || key == Keys.MISP_ADMIN_KEY;
    }

    private static String sentence(Key<?> key) {
        String end = "";
        if (key.required()) {
            end = key.pattern().startsWith("sink.") ? " (required when enabled)" : " (required)";
        } else if (key.defaultText() == null) {
            end = key.defaultWords() == null
                    ? " (none; for example " + key.example() + ")"
                    : " (" + key.defaultWords() + ")";
        }
        return key.description() + end;
    }

    private static String line(Key<?> key) {
        boolean example = key.required() || isShown(key);
        String value = example ? key.example() : key.defaultText() == null ? "" : key.defaultText();
        String concrete = key.pattern()
                .replace("silence.<name>", "silence.patches")
                .replace("<name>", key.pattern().startsWith("misp.") ? MISP : ESM)
                .replace("<queue>", "default")
                .replace("<id>", RECEIVER)
                .replace("<sink>", "slack")
                .replace("<Name>", "Authorization");
        return concrete + "=" + value;
    }
}
