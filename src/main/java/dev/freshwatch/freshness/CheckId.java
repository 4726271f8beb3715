package dev.freshwatch.freshness;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a check to operators, for example {@code esm/soc/events/144116287587483648}.
 *
 * @param value at least two parts, separated by slashes and without white space
 */
public record CheckId(String value) implements Comparable<CheckId> {

    private static final Pattern SHAPE = Pattern.compile("[^/\\s]+(/[^/\\s]+){1,}");

    public CheckId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a check id: '" + value + "'");
        }
    }

    /** Whether this text has the shape of a check id. */
    public static boolean isId(String text) {
        return SHAPE.matcher(text).matches();
    }

    public static CheckId of(String first, String... more) {
        return new CheckId(first + "/" + String.join("/", more));
    }

    /**
     * Returns the watched instance that this check belongs to, such as {@code esm/soc}: the first two parts of the id.
     */
    public String platform() {
        return value.substring(0, length(2));
    }

    /** Returns the length of the first so many parts of the id, or of all of it where it has no more. */
    private int length(int parts) {
        int slash = -1;
        for (int part = 0; part < parts; part++) {
            slash = value.indexOf('/', slash + 1);
            if (slash < 0) {
                return value.length();
            }
        }
        return slash;
    }

    /**
     * Whether this check tells if the platform can be queried at all; all other checks of the platform depend on it.
     */
    public boolean isSession() {
        return value.startsWith("esm/") && value.equals(platform() + "/session");
    }

    /** Whether this is one of the sources of a list: {@code service/elastic/events/logs-fw}. */
    public boolean isSource() {
        return value.startsWith("service/") && length(3) < value.length();
    }

    /**
     * Returns the check that this one depends on, so that one notice covers both: the session of an ESM, the REST
     * interface of a MISP for everything that is queried through it, or the list that a source comes from. Empty if this
     * check depends on no other.
     */
    public Optional<CheckId> parent() {
        String platform = platform();
        if (isSource()) {
            return Optional.of(new CheckId(value.substring(0, length(3))));
        }
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
