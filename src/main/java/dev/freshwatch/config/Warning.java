package dev.freshwatch.config;

/**
 * Something in the configuration that is valid, but that the operator should know. Never contains a secret.
 *
 * @param file as in {@link ConfigFault}
 * @param line from 1; 0 if there is none
 */
public record Warning(String file, int line, String key, String message) {

    /** One line: {@code application.properties:3: esm.soc.tls.insecure: …} */
    public String text() {
        return new SourceLocation(file, line) + ": " + key + ": " + message;
    }
}
