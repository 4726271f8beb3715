package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves <code>{{env:NAME}}</code>, <code>{{sys:NAME}}</code>, <code>{{file:PATH}}</code> and
 * <code>{{other.key}}</code>, not recursively: the text of a placeholder is used literally. As in Camel, environment,
 * system and key placeholders may have a default after a colon.
 */
final class Placeholders {

    static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    static final int LONGEST = 65_536;
    private static final int DEEPEST = 20;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    private static final Pattern KEY_IN_TEXT = Pattern.compile("\\{\\{[?!]?(" + KEY.pattern() + ")(:[^}]*)?}}");

    private final Path directory;
    private final Map<String, Entry> entries;
    private final Map<String, String> environment;
    private final Properties system;
    private final Report report;
    private final Map<String, Optional<String>> resolved = new HashMap<>();
    private final Map<String, String> expanded = new HashMap<>();

    Placeholders(
            Path directory,
            Map<String, Entry> entries,
            Map<String, String> environment,
            Properties system,
            Report report) {
        this.directory = directory;
        this.entries = entries;
        this.environment = environment;
        this.system = system;
        this.report = report;
    }

    /** Why a value cannot be resolved. The texts contain no value. */
    private static final class Unresolved extends Exception {
        private final String hint;

        Unresolved(String message, String hint) {
            super(message, null, false, false);
            this.hint = hint;
        }
    }

    /** The keys that a text refers to. */
    static Set<String> keysIn(String text) {
        Set<String> keys = new LinkedHashSet<>();
        Matcher matcher = KEY_IN_TEXT.matcher(text);
        while (matcher.find()) {
            String key = matcher.group(1);
            if (matcher.group(2) == null || key.contains(".")) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The value of an entry; empty if it cannot be resolved, which is reported once. */
    Optional<String> resolve(Entry entry) {
        Optional<String> known = resolved.get(entry.key());
        if (known != null) {
            return known;
        }
        Optional<String> value;
        try {
            value = Optional.of(expand(entry, new ArrayDeque<>()));
        } catch (Unresolved e) {
            report.fault(entry.where(), entry.key(), e.getMessage(), e.hint);
            value = Optional.empty();
        }
        resolved.put(entry.key(), value);
        return value;
    }

    private String expand(Entry entry, Deque<String> way) throws Unresolved {
        if (entry.literal()) {
            return entry.text();
        }
        String known = expanded.get(entry.key());
        if (known != null) {
            return known;
        }
        if (way.contains(entry.key()) || way.size() > DEEPEST) {
            throw new Unresolved("refers to itself, directly or indirectly", "write a value");
        }
        way.push(entry.key());
        String text = entry.text();
        StringBuilder value = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = text.indexOf(CLOSE, open);
            String inner = close < 0 ? OPEN : text.substring(open + OPEN.length(), close);
            if (inner.contains(OPEN)) {
                throw new Unresolved("has a {{ without }}", "for a value that contains {{, use {{env:}} or {{file:}}");
            }
            value.append(text, at, open).append(lookup(inner, entry, way));
            at = close + CLOSE.length();
            if (value.length() > LONGEST) {
                throw new Unresolved("gets too long", "use fewer placeholders");
            }
        }
        way.pop();
        String whole = value.append(text, at, text.length()).toString();
        expanded.put(entry.key(), whole);
        return whole;
    }

    private String lookup(String inner, Entry entry, Deque<String> way) throws Unresolved {
        int colon = inner.indexOf(':');
        String name = colon < 0 ? inner : inner.substring(0, colon);
        String rest = colon < 0 ? null : inner.substring(colon + 1);
        if (rest == null || name.contains(".")) {
            return key(name, rest, entry, way);
        }
        switch (name) {
            case "env":
                return named("environment variable", rest, environment::get, "export it before you start Freshwatch");
            case "sys":
                return named("system property", rest, system::getProperty, "pass it with -D");
            case "file":
                return file(rest, entry);
            default:
                throw new Unresolved(
                        "has a placeholder of an unknown kind", "write {{env:NAME}}, {{file:PATH}} or {{other.key}}");
        }
    }

    private interface Source {
        String get(String name);
    }

    private static String named(String what, String text, Source source, String hint) throws Unresolved {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (!KEY.matcher(name).matches()) {
            throw new Unresolved(
                    "has a placeholder without the name of a " + what, "write {{env:NAME}} or {{file:PATH}}");
        }
        String value = source.get(name);
        if (value == null && colon < 0) {
            throw new Unresolved(String.format(Locale.ROOT, "%s %s is not set", what, name), hint);
        }
        return value == null ? text.substring(colon + 1) : value;
    }

    private String file(String path, Entry entry) throws Unresolved {
        Path file;
        try {
            file = directory.resolve(path);
        } catch (InvalidPathException e) {
            BadValue bad = FileNames.notAPath(path, "write {{file:PATH}}");
            throw new Unresolved("has a {{file:}} whose path " + bad.problem(), bad.hint());
        }
        try {
            String text = TextFile.read(file, LONGEST).replaceFirst("\\r?\\n\\z", "");
            FileSlips.Slip slip = FileSlips.in(text, isOneLine(entry.key(), text));
            if (slip != null) {
                throw new Unresolved("cannot use " + file + ": " + slip.what(), slip.instead());
            }
            return text;
        } catch (TextFile.Unreadable e) {
            throw new Unresolved(
                    "cannot read " + file + ": " + e.getMessage(), "name a file of UTF-8 text that this user can read");
        }
    }

    /**
     * Values for routes may have several lines, such as a text template; so may secrets for services, which are request
     * bodies as often as tokens.
     */
    private static boolean isOneLine(String key, String text) {
        boolean sent =
                Keys.SERVICE_SECRET.matches(key) && text.stripTrailing().lines().count() > 1;
        return Keys.find(key).isPresent() && !sent;
    }

    private String key(String name, String otherwise, Entry from, Deque<String> way) throws Unresolved {
        Optional<Key<?>> row = Keys.find(name);
        boolean secret = Keys.isSecret(from.key());
        if (!secret && Keys.isSecret(name)) {
            throw new Unresolved("would reveal the secret " + name, "a secret can only be used in another secret");
        }
        Entry entry = entries.get(name);
        if (entry != null) {
            return expand(entry, way);
        }
        String value = otherwise != null ? otherwise : row.map(Key::defaultText).orElse(null);
        if (value == null) {
            throw new Unresolved(
                    secret ? "refers to a key that is not set" : "refers to " + name + ", which is not set",
                    "set that key, or use {{env:NAME}} or {{file:PATH}}");
        }
        return value;
    }
}
