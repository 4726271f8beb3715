package dev.freshwatch.config;

import dev.freshwatch.freshness.PlainText;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Provides typed values by key; every invalid value is reported with key and line, but never with the text of a secret.
 */
final class Values {

    private static final int LONGEST_QUOTE = 80;

    /** Matches webhook headers that probably contain a secret. */
    private static final Pattern SECRET_HEADER = Pattern.compile("(?i)auth|token|key|secret|cookie|pass|signature");

    private final Map<String, Entry> entries;
    private final Placeholders placeholders;
    private final Report report;
    private final Map<String, String> plain = new TreeMap<>();
    private final Set<String> bad = new HashSet<>();

    Values(Map<String, Entry> entries, Placeholders placeholders, Report report) {
        this.entries = entries;
        this.placeholders = placeholders;
        this.report = report;
    }

    /**
     * Returns the value, or the default, which may be null. An invalid value is reported and replaced by the default.
     */
    <T> T get(Key<T> key, String... names) {
        String concrete = key.of(names);
        String written = written(key, concrete);
        String text = written == null ? key.defaultText() : written;
        if (text != null && !key.secret()) {
            plain.put(concrete, text);
        }
        Entry entry = entries.get(concrete);
        try {
            T value = text == null ? null : key.type().parse(text);
            if (written != null) {
                ValueSlips.warn(key, entry, report);
            }
            return value;
        } catch (BadValue e) {
            refuse(key, concrete, ValueSlips.instead(entry, text, e));
            return fallback(key);
        }
    }

    /** Returns the value; if there is none, reports that and returns null. */
    <T> T require(Key<T> key, String... names) {
        String concrete = key.of(names);
        T value = get(key, names);
        if (value == null && !bad.contains(concrete)) {
            Entry entry = entries.get(concrete);
            String example = key.secret() ? "{{env:" + Key.variable(concrete) + "}}" : key.example();
            report.fault(
                    entry == null ? whereOf(concrete) : entry.where(),
                    concrete,
                    entry == null ? "is missing" : "is empty",
                    "write " + concrete + "=" + example);
        }
        return value;
    }

    private String written(Key<?> key, String concrete) {
        Entry entry = entries.get(concrete);
        if (entry == null) {
            return null;
        }
        String text = placeholders.resolve(entry).orElse(null);
        if (text == null) {
            bad.add(concrete);
            return null;
        }
        if (key.secret()) {
            warnIfPlain(key, entry);
            return text.isEmpty() ? null : text;
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            refuse(key, concrete, new BadValue("has control characters", "write one line of plain text"));
            return null;
        }
        return text.isBlank() ? null : text.strip();
    }

    private void warnIfPlain(Key<?> key, Entry entry) {
        boolean harmless = key == Keys.WEBHOOK_HEADER
                && !SECRET_HEADER.matcher(entry.key()).find();
        if (entry.writtenPlainly() && !harmless) {
            report.warn(
                    entry.where(),
                    entry.key(),
                    "is written in this file in clear text; use {{env:NAME}} or {{file:PATH}}");
        }
    }

    private void refuse(Key<?> key, String concrete, BadValue e) {
        Entry entry = entries.get(concrete);
        bad.add(concrete);
        report.fault(entry.where(), concrete, shown(key, entry) + " " + e.problem(), e.hint());
    }

    /** The value as it may be shown: with unresolved placeholders, because their values may be secrets. */
    private static String shown(Key<?> key, Entry entry) {
        return key.type().shown() == Type.Shown.QUOTED && !entry.literal()
                ? "'" + PlainText.line(entry.text().strip(), LONGEST_QUOTE) + "'"
                : "the value";
    }

    private static <T> T fallback(Key<T> key) {
        try {
            return key.defaultText() == null ? null : key.type().parse(key.defaultText());
        } catch (BadValue e) {
            throw new IllegalStateException("the default of " + key.pattern() + " " + e.problem(), e);
        }
    }

    /** Whether the resolved value of this key may be shown: not if it comes from a placeholder or a variable. */
    boolean isPlain(String concrete) {
        Entry entry = entries.get(concrete);
        return entry != null && !entry.literal() && !entry.text().contains(Placeholders.OPEN);
    }

    /** Whether the value of this key was reported as invalid. */
    boolean isBad(String concrete) {
        return bad.contains(concrete);
    }

    /** Whether this key is set, valid or not. */
    boolean isWritten(String concrete) {
        Entry entry = entries.get(concrete);
        return entry != null && !entry.text().isBlank();
    }

    /** Where this key is set, or else the first key of the same block. */
    SourceLocation whereOf(String concrete) {
        Entry entry = entries.get(concrete);
        if (entry != null) {
            return entry.where();
        }
        String block = concrete.substring(0, concrete.indexOf('.', concrete.indexOf('.') + 1) + 1);
        return entries.values().stream()
                .filter(other -> other.key().startsWith(block) && other.where().inFile())
                .map(Entry::where)
                .findFirst()
                .orElse(SourceLocation.NOWHERE);
    }

    /** The names {@code x} of {@code <prefix>x.…}, sorted, each with its first key. */
    Map<String, Entry> names(String prefix) {
        Map<String, Entry> names = new TreeMap<>();
        for (Entry entry : entries.values()) {
            String[] parts = entry.key().split("\\.", 3);
            if (entry.key().startsWith(prefix) && parts.length == 3) {
                names.putIfAbsent(parts[1], entry);
            }
        }
        return names;
    }

    Iterable<Entry> entries() {
        return entries.values();
    }

    /** Sets the value of a plain key that differs from what is written. */
    void publish(String concrete, String text) {
        plain.put(concrete, text);
    }

    /** All plain keys that were read, with their values. */
    Map<String, String> plain() {
        return plain;
    }
}
