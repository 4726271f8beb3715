package dev.freshwatch.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.TypeConversionException;

/**
 * A point in time on the command line: {@code 2026-11-20T17:00:00Z}, with an offset or Z; {@code 2026-11-20T17:00} or
 * {@code 2026-11-20}, in the zone of this machine; or {@code 2d}, back from now.
 */
final class TimeOption {

    private final ZoneId zone;

    TimeOption(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * A time as it was given.
     *
     * @param isBack it was given as a duration back from now
     */
    record Given(Instant time, boolean isBack) {}

    /**
     * @param option  for messages, such as {@code --from}
     * @param endOfDay whether a day stands for its end
     * @throws CommandFailure if it is none of these
     */
    Given parse(String option, String text, Instant now, boolean endOfDay) throws CommandFailure {
        List<BiFunction<String, ZoneId, Instant>> ways = List.of(
                (given, here) -> OffsetDateTime.parse(given).toInstant(),
                (given, here) -> LocalDateTime.parse(given).atZone(here).toInstant(),
                (given, here) -> LocalDate.parse(given)
                        .plusDays(endOfDay ? 1 : 0)
                        .atStartOfDay(here)
                        .toInstant());
        for (BiFunction<String, ZoneId, Instant> way : ways) {
            Optional<Instant> time = attempt(way, text);
            if (time.isPresent()) {
                return new Given(time.get(), false);
            }
        }
        try {
            Duration back = new DurationOption().convert(text);
            return new Given(now.minus(back), true);
        } catch (TypeConversionException | DateTimeException e) {
            throw new CommandFailure(
                    "freshwatch: " + option + ": '" + text
                            + "' is not a time; write for example 2026-11-20T17:00:00Z, 2026-11-20T17:00 or 2026-11-20"
                            + " (in the zone of this machine), or 2d for two days back from now",
                    e);
        }
    }

    private Optional<Instant> attempt(BiFunction<String, ZoneId, Instant> way, String text) {
        try {
            Instant time = way.apply(text, zone);
            // milliseconds and calendars must be able to hold it
            return Optional.of(Instant.ofEpochMilli(time.toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
