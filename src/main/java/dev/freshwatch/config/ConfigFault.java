package dev.freshwatch.config;

/**
 * A part of the configuration that cannot be used. Never contains a secret.
 *
 * @param file    where it is: {@code application.properties}, {@code routes}, {@code environment variable X} or {@code
 *     -Dx}
 * @param line    from 1; 0 if there is none
 * @param key     empty if the fault does not concern a single key
 * @param message what is wrong
 * @param hint    what to write instead; may be empty
 */
public record ConfigFault(String file, int line, String key, String message, String hint) {

    /** One line: {@code application.properties:3: esm.soc.evry: unknown key: did you mean esm.soc.every?} */
    public String text() {
        return new SourceLocation(file, line) + ": " + (key.isEmpty() ? "" : key + ": ") + message
                + (hint.isEmpty() ? "" : ": " + hint);
    }
}
