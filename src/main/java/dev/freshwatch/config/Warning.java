package dev.freshwatch.config;

/**
 * Something in the configuration that can be used, and that the operator should know. Never holds the text of a
 * secret.
 *
 * @param file as in {@link ConfigFault}
 * @param line from 1; 0 where there is no line
 */
public record Warning(String file, int line, String key, String message) {

    /** One line: {@code application.properties:3: esm.soc.tls.insecure: …} */
    public String text() {
        return new SourceLocation(file, line) + ": " + key + ": " + message;
    }
}
