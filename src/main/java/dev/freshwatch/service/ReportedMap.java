package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The map that a user's own route sends. It must contain exactly one of {@code lastActivity}, {@code ok},
 * {@code state}, {@code error}.
 */
final class ReportedMap {

    private static final List<String> SAYS = List.of("lastActivity", "ok", "state", "error");
    private static final Set<String> KNOWN = Set.of(
            "check", "name", "lastActivity", "now", "warnAfter", "errorAfter", "ok", "state", "error", "text", "every");
    private static final int LONGEST = 300;

    private final Map<?, ?> map;

    ReportedMap(Map<?, ?> map) {
        this.map = map;
    }

    /**
     * The content of the map.
     *
     * @param every how often the route reports; null = not stated
     */
    record Read(Observation observation, Limits limits, Duration every) {}

    /** Returns a text that is present and not blank. */
    Optional<String> text(String key) {
        return Optional.ofNullable(map.get(key)).map(Object::toString).filter(text -> !text.isBlank());
    }

    /** @param now our wall clock */
    Read read(Instant now) {
        Duration every = null;
        try {
            every = duration("every");
            Limits limits = new Limits(duration("warnAfter"), duration("errorAfter"));
            return new Read(observation(now, limits), limits, every);
        } catch (BadValue e) {
            String detail = "its route sends a map in which " + e.problem() + ": " + e.hint();
            return new Read(
                    new Unanswered(Reason.UNREADABLE, PlainText.line(detail, LONGEST), null), Limits.NONE, every);
        }
    }

    private Observation observation(Instant now, Limits limits) throws BadValue {
        for (Object key : map.keySet()) {
            if (!KNOWN.contains(String.valueOf(key))) {
                String name = PlainText.line(String.valueOf(key), 40);
                throw new BadValue(
                        "'" + name + "' is not known",
                        Texts.nearest(name, KNOWN)
                                .map(nearest -> "did you mean " + nearest + "?")
                                .orElse("remove it"));
            }
        }
        List<String> said = SAYS.stream().filter(key -> map.get(key) != null).toList();
        if (said.size() != 1) {
            throw new BadValue(
                    said.isEmpty() ? "there is no result" : "there is more than one result",
                    "write one of " + String.join(", ", SAYS));
        }
        String line = PlainText.line(text("text").orElse(null), LONGEST);
        return switch (said.get(0)) {
            case "lastActivity" -> seen(now, limits);
            case "ok" -> ok(line);
            case "state" -> state(line);
            default ->
                new Unanswered(Reason.FAILED, PlainText.line(text("error").orElse("no text"), LONGEST), null);
        };
    }

    private Observation seen(Instant now, Limits limits) throws BadValue {
        if (limits.warnAfter() == null && limits.errorAfter() == null) {
            throw new BadValue("there is no limit for lastActivity", "write warnAfter or errorAfter, such as 20m");
        }
        Instant reference = map.get("now") == null ? now : time("now");
        return new Seen(time("lastActivity"), reference, null);
    }

    private Observation ok(String line) throws BadValue {
        String word = text("ok").orElse("");
        if (!word.equals("true") && !word.equals("false")) {
            throw new BadValue("'ok' is neither true nor false", "write one of them");
        }
        return word.equals("true")
                ? new Answered(orElse(line, "reported as ok"), null)
                : new Down(orElse(line, "is not ok"), null);
    }

    private Observation state(String line) throws BadValue {
        return switch (text("state").orElse("")) {
            case "ok" -> new Answered(orElse(line, "reported as ok"), null);
            case "warning" -> new Degraded(orElse(line, "is not as it should be"), null);
            case "critical" -> new Down(orElse(line, "is not ok"), null);
            case "unknown" -> new Unanswered(Reason.FAILED, orElse(line, "could not be judged"), null);
            default -> throw new BadValue("'state' is not known", "write ok, warning, critical or unknown");
        };
    }

    private static String orElse(String line, String otherwise) {
        return line.isEmpty() ? otherwise : line;
    }

    /** Returns null if it is missing. */
    private Duration duration(String key) throws BadValue {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Duration duration && duration.compareTo(Duration.ofSeconds(1)) >= 0) {
            return duration;
        }
        try {
            return Texts.duration(value.toString().strip());
        } catch (BadValue e) {
            throw new BadValue("'" + key + "' " + e.problem(), e.hint());
        }
    }

    private Instant time(String key) throws BadValue {
        Object value = map.get(key);
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        String format = value instanceof Number ? "epoch-millis" : "iso";
        return TimeStamps.of(format, null)
                .read(String.valueOf(value))
                .orElseThrow(() -> new BadValue(
                        "'" + key + "' is not a time", "write an ISO time with its zone, or milliseconds since 1970"));
    }
}
