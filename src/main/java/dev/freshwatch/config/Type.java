package dev.freshwatch.config;

/**
 * What a value may be.
 *
 * @param words how the documentation calls it
 * @param shown whether a fault may repeat the value
 */
record Type<T>(String words, Shown shown, Parser<T> parser) {

    enum Shown {
        QUOTED,
        /** A URL may hold a token or a password that does not belong there. */
        HIDDEN,
        /** Never shown, never given to routes. */
        SECRET
    }

    /** Makes a value of a text that is neither blank nor, unless it is a secret, has control characters. */
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
