package dev.freshwatch.config;

import java.util.List;
import java.util.Locale;

/** Makes the pages that tell of keys from the key table: {@code docs/configuration.md} and {@code application.properties}. */
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

                <!-- Made from the key table (Keys.java) by KeyPagesTest, which also says how to make it anew. -->

                Everything is in one file, `application.properties`, in the folder that `--config DIR` names; without it, that of
                `FRESHWATCH_CONFIG`, else the current one if it holds that file, else `/etc/freshwatch`. Relative paths start at that
                folder. `./freshwatch validate` shows every fault at once, with its line and what to write instead. A key that nothing
                reads is a fault.

                **Values.** Java properties in UTF-8: `key=value`, `#` begins a comment, a backslash is written `\\\\`. Nothing behind
                the `=` is the same as no line at all. A key that is written twice is a fault. A comment needs a line of its own: behind
                a value it is a part of the value, and so are quotes. Durations are a whole number and `s`, `m`, `h` or `d`:
                `30s 20m 2h 7d`.

                **Secrets** come in by placeholders: `{{env:NAME}}` is an environment variable, `{{file:PATH}}` a file, of which one
                trailing line end is cut. A file with a byte order mark, NUL characters, another encoding than UTF-8, more than one line
                (but for `secret.<name>`, which may be the body of a query), blanks around the value or nothing in it is a fault; an environment variable is taken as it stands, whatever is in it.
                A password that is written into the file itself works, and is warned about.

                **Placeholders** also are `{{other.key}}` and `{{sys:NAME}}`, a Java system property. A default may stand behind a
                colon, as in `{{env:NAME:default}}`; files have none. A plain key can not refer to a secret one.

                **Above the file** stand environment variables, and above these `-Dkey=value` of the JVM. The variable of
                `esm.soc.request-timeout` is `ESM_SOC_REQUEST_TIMEOUT`. It replaces what the file says, and sets keys without a
                name in angle brackets also where the file says nothing; each start tells which keys were taken from the environment.

                **Your own routes.** A key of any name is accepted when a file in `routes/` uses it as `{{your.key}}`, and so is
                `sink.<your sink>.…`. Routes can use every plain key of these tables as a placeholder, with its default where
                the file says nothing. They can not use the secrets of these tables; a key of your own may hold a secret for a
                route of your own. What the secrets of these tables come from (environment variables, system properties, files) is refused
                in a route by name, as `{{env:…}}`, `${env:…}` and the like. Keys that begin with `camel.` are given to Camel as they are.
                """);
        for (Keys.Group group : Keys.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append(group.intro()).append(group.intro().isEmpty() ? "" : "\n\n");
            page.append("| key | type | default | |\n| --- | --- | --- | --- |\n");
            group.keys().forEach(key -> page.append(row(key)));
        }
        return page.append(
                        """

                        **Windows** are `LAST_MINUTE LAST_10_MINUTES LAST_30_MINUTES LAST_HOUR LAST_24_HOURS LAST_2_DAYS LAST_3_DAYS`. A
                        window shorter than twice the largest limit is widened, and that is said: in a shorter one, a breach would have no
                        age. No limit can be longer than 3d. `warn-after` must be shorter than `error-after`, also where one of them is
                        inherited or a default.
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
                # Freshwatch. Every key is here with its default; what begins with '#' is not in force.
                # Take the '#' away from the first block, put in your ESM or MISP, then: ./freshwatch validate
                # All about keys, placeholders and secrets: docs/configuration.md

                # ---- Begin here: one ESM (soc is its name, choose your own) and one of its Receivers, or a MISP (intel is its name).
                # ./freshwatch devices lists the Receivers; esm.soc.receivers=all watches each of them.
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
            end = key.pattern().startsWith("sink.") ? " (needed when enabled)" : " (needed)";
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
