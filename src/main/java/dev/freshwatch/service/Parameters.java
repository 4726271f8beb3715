package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The typed parameters of one service. Every invalid one is recorded as a fault that says what to write instead. */
final class Parameters {

    private static final Pattern SECRET = Pattern.compile("secret\\.[A-Za-z0-9_-]+");
    private static final int LONGEST_QUOTE = 80;

    private final Map<String, String> texts;
    private final Map<String, Secret> secrets;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param texts   by name; placeholders in them are already resolved
     * @param secrets by their whole key
     */
    Parameters(Map<String, String> texts, Map<String, Secret> secrets) {
        this.texts = texts;
        this.secrets = secrets;
    }

    /** Converts a text to a value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValue;
    }

    /** Returns the faults; each begins with the name of its parameter. */
    List<String> faults() {
        return faults;
    }

    /** Returns null if it is not set or blank. */
    String text(String name) {
        String text = texts.get(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Returns null if it is not set or invalid. */
    <T> T get(String name, Parser<T> parser) {
        String text = text(name);
        try {
            return text == null ? null : parser.parse(text);
        } catch (BadValue e) {
            fault(name, "'" + PlainText.line(text, LONGEST_QUOTE) + "' " + e.problem(), e.hint());
            return null;
        }
    }

    /** Like {@link #get}, but a missing parameter is a fault. */
    <T> T require(String name, Parser<T> parser, String hint) {
        if (text(name) == null) {
            fault(name, "is missing", hint);
            return null;
        }
        return get(name, parser);
    }

    Duration duration(String name) {
        return get(name, Texts::duration);
    }

    /** Whether this text is the name of a secret. */
    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /**
     * Returns the text itself, or the secret that it names; null if that does not exist, which is a fault of this
     * parameter.
     */
    Secret revealed(String name, String text) {
        if (!isSecret(text)) {
            return new Secret(text);
        }
        Secret secret = secrets.get(text);
        if (secret == null) {
            fault(
                    name,
                    "names " + text + ", which is not set",
                    "write " + text + "={{file:…}} into application.properties");
        }
        return secret;
    }

    void fault(String name, String problem, String hint) {
        faults.add(name + ": " + problem + (hint.isEmpty() ? "" : ": " + hint));
    }
}
