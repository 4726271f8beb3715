package dev.freshwatch.config;

/**
 * The type of a value.
 *
 * @param words its name in the documentation
 * @param shown whether a fault may repeat the value
 */
record Type<T>(String words, Shown shown, Parser<T> parser) {

    enum Shown {
        QUOTED,
        /** For URLs, which may contain a token or a misplaced password. */
        HIDDEN,
        /** Never shown, never given to routes. */
        SECRET
    }

    /** Parses a text that is not blank and, unless it is a secret, has no control characters. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValue;
    }

    T parse(String text) throws BadValue {
        return parser.parse(text);
    }

    static <T> Type<T> quoted(String words, Parser<T> parser) {
        return new Type<>(words, Shown.QUOTED, parser);
    }
}
