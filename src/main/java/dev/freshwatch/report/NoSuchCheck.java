package dev.freshwatch.report;

/** No check, or more than one, is called what was asked for. The message says what to write instead. */
public final class NoSuchCheck extends Exception {

    NoSuchCheck(String message) {
        super(message);
    }
}
