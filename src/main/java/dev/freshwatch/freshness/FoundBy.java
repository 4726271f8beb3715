package dev.freshwatch.freshness;

import java.util.Locale;

/** How the newest record of a device was found, where a platform has more than one way. */
public enum FoundBy {
    /** A query for the events of this device alone. */
    QUERY("a query for this Receiver alone"),
    /** A row of the call that tells the last events of all devices. */
    BULK("the call for the last events of all Receivers");

    private final String words;

    FoundBy(String words) {
        this.words = words;
    }

    /** Returns the word of the JSON: {@code query}, {@code bulk}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns it for people, as it follows "by". */
    public String words() {
        return words;
    }
}
