package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sources of our own secrets, which routes may not read. What an operator's own key gives to a route is not
 * included, even if the source is the same.
 *
 * @param variables  environment variables, as Camel looks them up: upper case, with underscores
 * @param properties Java system properties
 * @param files      as written, and absolute
 */
public record SecretSources(Set<String> variables, Set<String> properties, Set<String> files) {

    public static final SecretSources NONE = new SecretSources(Set.of(), Set.of(), Set.of());

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?(?:(env|sys|file):)?([^{}]*)}}");

    static SecretSources of(Path home, Map<String, Entry> entries) {
        Collector found = new Collector(home, entries);
        for (Entry entry : entries.values()) {
            if (isKept(entry.key())) {
                found.add(entry);
            }
        }
        Keys.all().stream()
                .filter(key -> key.fixed() && isKept(key.pattern()))
                .forEach(key -> found.key(key.pattern()));
        return new SecretSources(Set.copyOf(found.variables), Set.copyOf(found.properties), Set.copyOf(found.files));
    }

    /** A secret, or a URL that usually contains a token. */
    private static boolean isKept(String key) {
        return Keys.isSecret(key) || Keys.HEARTBEAT_URL.matches(key) || Keys.WEBHOOK_URL.matches(key);
    }

    /** Whether routes may not read this environment variable. */
    public boolean holdsVariable(String name) {
        return variables.contains(normal(name));
    }

    /** Whether routes may not read this Java system property. */
    public boolean holdsProperty(String name) {
        return properties.contains(name.strip());
    }

    /** The name under which Camel looks up a variable that does not exist as written. */
    private static String normal(String name) {
        return name.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** Follows references between keys. */
    private static final class Collector {

        private final Path home;
        private final Map<String, Entry> entries;
        private final Set<String> variables = new TreeSet<>();
        private final Set<String> properties = new TreeSet<>();
        private final Set<String> files = new TreeSet<>();
        private final Collection<String> seen = new HashSet<>();

        Collector(Path home, Map<String, Entry> entries) {
            this.home = home;
            this.entries = entries;
        }

        /** A key can be set by the variable or system property of its name, whether it is set now or not. */
        void key(String key) {
            variables.add(normal(key));
            properties.add(key);
        }

        void add(Entry entry) {
            if (!seen.add(entry.key())) {
                return;
            }
            if (isKept(entry.key())) {
                key(entry.key());
            }
            Matcher placeholder = PLACEHOLDER.matcher(entry.literal() ? "" : entry.text());
            while (placeholder.find()) {
                add(placeholder.group(1), placeholder.group(2));
            }
        }

        private void add(String kind, String rest) {
            String name = rest.split(":", 2)[0];
            if (kind == null) {
                Entry other = entries.get(name);
                if (other != null) {
                    add(other);
                }
            } else if (kind.equals("env")) {
                variables.add(normal(name));
            } else if (kind.equals("sys")) {
                properties.add(name.strip());
            } else {
                files.add(rest);
                try {
                    files.add(home.resolve(rest).normalize().toString());
                } catch (InvalidPathException e) {
                    // The file does not exist, which is reported where it is read.
                    files.remove(rest);
                }
            }
        }
    }
}
