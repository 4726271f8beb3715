package dev.freshwatch.config;

import java.util.Objects;

/**
 * A password, key or token. Its text is available only through {@link #reveal()}; it never appears in logs or
 * exceptions.
 */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The secret itself: for the call that needs it, never for a message. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "xxxxxx";
    }
}
