package dev.freshwatch.cli;

/** A command cannot do its work. The message is for people, says what to do next, and holds no secret. */
final class CommandFailure extends Exception {

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
