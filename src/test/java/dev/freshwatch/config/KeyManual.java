package dev.freshwatch.config;

import java.util.Locale;

/** The source of {@code freshwatch.properties(5)}, from the key table. */
public final class KeyManual {

    private KeyManual() {}

    public static String text() {
        StringBuilder page = new StringBuilder(
                """
                :doctype: manpage
                :manmanual: Freshwatch Manual
                :man-linkstyle: pass:[blue R < >]

                = freshwatch.properties(5)

                == Name

                freshwatch.properties - the keys of application.properties, the configuration of freshwatch(1)

                == Description

                All configuration is in one file, `application.properties`, in the folder of `--config`, else of the variable
                `FRESHWATCH_CONFIG`, else the current folder if it contains the file, else `/etc/freshwatch`. Relative paths
                start at this folder. A line is `key=value`; `#` starts a comment, on a line of its own. Durations are a whole
                number and `s`, `m`, `h` or `d`. Secrets come from files, `+{{file:PATH}}+`, or the environment,
                `+{{env:NAME}}+`. *freshwatch validate* shows every fault at once.

                Words in angle brackets are names of your choice.

                """);
        for (Keys.Group group : Keys.groups()) {
            page.append("== ").append(group.title()).append("\n\n");
            group.keys().forEach(key -> page.append(entry(key)));
        }
        return page.append("== See also\n\n*freshwatch*(1), *freshwatch-validate*(1)\n")
                .toString();
    }

    private static String entry(Key<?> key) {
        String standard = key.required()
                ? "required"
                : key.defaultText() != null
                        ? "default " + key.defaultText()
                        : key.defaultWords() != null ? "default: " + key.defaultWords() : "no default";
        return String.format(
                Locale.ROOT,
                "*%s* (%s)::\n%s.%s\n\n",
                literal(key.pattern()),
                literal(standard),
                literal(key.description()),
                key.example() == null ? "" : " Example: " + literal(key.example()));
    }

    /** Nothing in it is markup. */
    private static String literal(String text) {
        return "pass:c[" + text.replace("`", "").replace("]", "\\]") + "]";
    }
}
