package dev.freshwatch.config;

/**
 * A key and its text.
 *
 * @param text    may be a secret
 * @param literal true = placeholders in the text are not resolved
 */
record Entry(String key, String text, SourceLocation where, boolean literal) {

    /** Whether the value itself is written here, rather than a placeholder. */
    boolean writtenPlainly() {
        return where.inFile() && !text.isBlank() && !text.contains(Placeholders.OPEN);
    }

    /** Does not show the text, which may be a secret. */
    @Override
    public String toString() {
        return where + ": " + key;
    }
}
