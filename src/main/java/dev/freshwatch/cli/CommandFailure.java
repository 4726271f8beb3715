package dev.freshwatch.cli;

/** A command failed. The message says what to do next, and contains no secret. */
final class CommandFailure extends Exception {

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
