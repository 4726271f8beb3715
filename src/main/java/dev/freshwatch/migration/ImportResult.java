package dev.freshwatch.migration;

import java.util.List;

/**
 * A configuration for Freshwatch, and what to know about it.
 *
 * @param properties the lines of an {@code application.properties}, without line ends
 * @param notes      what became of each setting, by file and line
 * @param steps      what is left to do by hand, in this order
 */
public record ImportResult(List<String> properties, List<ImportNote> notes, List<String> steps) {

    public ImportResult {
        properties = List.copyOf(properties);
        notes = List.copyOf(notes);
        steps = List.copyOf(steps);
    }
}
