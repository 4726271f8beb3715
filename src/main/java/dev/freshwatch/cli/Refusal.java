package dev.freshwatch.cli;

/** A command can not do its work. The message is for people, says what to do next, and holds no secret. */
final class Refusal extends Exception {

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
