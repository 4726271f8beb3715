package dev.freshwatch.sink;

/** A sink cannot send because of what was written for it. The message says what to write instead, and shows no value. */
final class SinkSetting extends Exception {

    SinkSetting(String message) {
        super(message);
    }
}
