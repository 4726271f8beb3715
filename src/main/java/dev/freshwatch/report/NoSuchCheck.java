package dev.freshwatch.report;

/** No check, or more than one, has the given id or name. The message says what to write instead. */
public final class NoSuchCheck extends Exception {

    NoSuchCheck(String message) {
        super(message);
    }
}
