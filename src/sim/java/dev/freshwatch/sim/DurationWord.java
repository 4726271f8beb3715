package dev.freshwatch.sim;

import java.time.Duration;

/** Durations on command lines: {@code 0.2s}, {@code 2m}, {@code 1h}, also negative; {@code never}. */
public final class DurationWord {

    private DurationWord() {}

    /** @throws java.time.format.DateTimeParseException if the text is not a duration */
    public static Duration parse(String text) {
        if (text.equals("never")) {
            return EsmBehaviour.NEVER;
        }
        return text.startsWith("-") ? Duration.parse("-PT" + text.substring(1)) : Duration.parse("PT" + text);
    }
}
