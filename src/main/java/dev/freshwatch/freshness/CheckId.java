package dev.freshwatch.freshness;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a check as operators see it, such as {@code esm/soc/events/144116287587483648}.
 *
 * @param value slash-separated parts, at least three, never blank
 */
public record CheckId(String value) implements Comparable<CheckId> {

    private static final Pattern SHAPE = Pattern.compile("[^/\\s]+(/[^/\\s]+){1,}");

    public CheckId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a check id: '" + value + "'");
        }
    }

    public static CheckId of(String first, String... more) {
        return new CheckId(first + "/" + String.join("/", more));
    }

    /** The watched instance this check belongs to, such as {@code esm/soc}: its first two parts. */
    public String platform() {
        int second = value.indexOf('/', value.indexOf('/') + 1);
        return second < 0 ? value : value.substring(0, second);
    }

    /** Whether this check asks if the platform can be asked at all; all other checks of its platform depend on it. */
    public boolean isSession() {
        return value.startsWith("esm/") && value.equals(platform() + "/session");
    }

    /**
     * The check without which this one cannot be made, so that one notice tells of both: an ESM's session, or a MISP's
     * REST interface for what is asked through it. Empty where this one stands by itself.
     */
    public Optional<CheckId> parent() {
        String platform = platform();
        if (value.startsWith("esm/") && !isSession()) {
            return Optional.of(new CheckId(platform + "/session"));
        }
        boolean throughRest = value.startsWith("misp/")
                && List.of("workers", "events", "key")
                        .contains(value.substring(Math.min(value.length(), platform.length() + 1)));
        return throughRest ? Optional.of(new CheckId(platform + "/rest")) : Optional.empty();
    }

    @Override
    public int compareTo(CheckId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
