package dev.freshwatch.config;

/**
 * A key and what was written behind it.
 *
 * @param text    may hold a secret
 * @param literal true where the text is taken as it stands: placeholders in it are not resolved
 */
record Entry(String key, String text, SourceLocation where, boolean literal) {

    /** Whether the value itself stands here, and not only a placeholder for it. */
    boolean writtenPlainly() {
        return where.inFile() && !text.isBlank() && !text.contains(Placeholders.OPEN);
    }

    /** Shows no text: it may be a secret. */
    @Override
    public String toString() {
        return where + ": " + key;
    }
}
