package dev.freshwatch.migration;

import dev.freshwatch.freshness.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects properties, notes and steps while a file is read. */
final class ImportDraft {

    private static final int LONGEST_NOTE = 600;

    private final List<String> properties = new ArrayList<>();
    private final List<ImportNote> notes = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    /** A line of a file. */
    record Place(String file, int line) {}

    /** An empty line and a comment. */
    ImportDraft heading(String text) {
        if (!properties.isEmpty()) {
            properties.add("");
        }
        properties.add("# " + PlainText.line(text, LONGEST_NOTE));
        return this;
    }

    /** A key with a literal value, which must pass {@link PropertiesText#isLiteral}. */
    ImportDraft set(String key, String value) {
        properties.add(PropertiesText.line(key, value));
        return this;
    }

    /** A key whose value comes from the environment. */
    ImportDraft fromEnvironment(String key, String variable) {
        properties.add(key + " = {{env:" + variable + "}}");
        return this;
    }

    /**
     * A key whose value is read from a file of its own, {@code secrets/<key>}.
     *
     * @param what what belongs into the file, such as {@code the password of NGCP}
     */
    ImportDraft secret(String key, String what) {
        properties.add(key + " = {{file:secrets/" + key + "}}");
        return step(String.format(
                Locale.ROOT,
                "write %s into secrets/%s in the folder of application.properties, on one line and for this user only:"
                        + " mkdir -p -m 700 secrets && (umask 077; cat > secrets/%s)",
                what,
                key,
                key));
    }

    ImportDraft carried(Place at, String text) {
        return note(at, ImportNote.Kind.CARRIED, text);
    }

    ImportDraft dropped(Place at, String text) {
        return note(at, ImportNote.Kind.DROPPED, text);
    }

    ImportDraft fault(Place at, String text) {
        return note(at, ImportNote.Kind.FAULT, text);
    }

    private ImportDraft note(Place at, ImportNote.Kind kind, String text) {
        notes.add(new ImportNote(PlainText.line(at.file(), 256), at.line(), kind, PlainText.line(text, LONGEST_NOTE)));
        return this;
    }

    ImportDraft step(String text) {
        steps.add(PlainText.line(text, LONGEST_NOTE));
        return this;
    }

    ImportResult result() {
        List<String> files = notes.stream().map(ImportNote::file).distinct().toList();
        List<ImportNote> sorted = notes.stream()
                .sorted(Comparator.comparing((ImportNote note) -> files.indexOf(note.file()))
                        .thenComparing(ImportNote::line))
                .toList();
        return new ImportResult(properties, sorted, steps);
    }
}
