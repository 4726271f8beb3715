package dev.freshwatch.page;

/** A page was asked for with a value that it does not take. The message says what to write instead. */
final class BadQuery extends Exception {

    BadQuery(String message) {
        super(message);
    }
}
