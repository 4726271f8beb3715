package dev.freshwatch.config;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds unknown keys, and suggests the key that was probably meant. */
final class UnknownKeys {

    private static final String CAMEL = "camel.";

    /** With more typing errors than this it is a different word. */
    private static final int SLIPS = 2;

    private final RouteNames routes;
    private final Report report;

    UnknownKeys(RouteNames routes, Report report) {
        this.routes = routes;
        this.report = report;
    }

    static boolean isForCamel(String key) {
        return key.startsWith(CAMEL);
    }

    void check(Map<String, Entry> entries) {
        Set<String> used = new HashSet<>(routes.placeholders());
        for (Entry entry : entries.values()) {
            used.addAll(entry.literal() ? Set.of() : Placeholders.keysIn(entry.text()));
        }
        for (Entry entry : entries.values()) {
            String key = entry.key();
            if (!isForCamel(key) && !used.contains(key) && !isOurs(key)) {
                report.fault(entry.where(), key, message(key), hint(key));
            }
        }
    }

    /** A known key; for own sinks only if the sink exists. */
    private boolean isOurs(String key) {
        Optional<Key<?>> row = Keys.find(key);
        return row.isPresent() && (!Keys.isOwnSink(row.get()) || isThere(sink(key)));
    }

    /** The shipped sinks have rows of their own. */
    private boolean isThere(String ownSink) {
        return routes.sinks().contains(ownSink) && !SinkSettings.SHIPPED.contains(ownSink);
    }

    private static String sink(String key) {
        return key.split("\\.")[1];
    }

    private static boolean isOwnSink(String key) {
        return Keys.find(key).filter(Keys::isOwnSink).isPresent() && !SinkSettings.SHIPPED.contains(sink(key));
    }

    private static String message(String key) {
        return isOwnSink(key) ? "unknown key, and the routes have no sink '" + sink(key) + "'" : "unknown key";
    }

    private String hint(String key) {
        List<String> roots =
                Keys.all().stream().map(row -> root(row.pattern())).distinct().toList();
        Optional<String> root = Nearest.of(root(key), roots);
        if (root.isEmpty()) {
            return "keys begin with " + Types.choice(roots) + ", or a route uses them as {{…}}";
        }
        Likeness nearest = candidates(root.get(), key)
                .map(pattern -> Likeness.of(pattern, key))
                .min(Comparator.comparingInt(Likeness::distance))
                .orElseThrow();
        if (nearest.distance() <= SLIPS) {
            return "did you mean " + nearest.key() + "?";
        }
        return isOwnSink(key)
                ? String.format(Locale.ROOT, "its route would be routes/sink-%s.camel.yaml", sink(key))
                : "the nearest known key is " + nearest.key();
    }

    /** The patterns of keys that may have been meant; for an own sink also the keys that its route uses. */
    private Stream<String> candidates(String root, String key) {
        String[] parts = key.split("\\.");
        boolean own = parts.length > 1 && root(key).equals("sink") && isThere(parts[1]);
        Stream<String> known = Keys.all().stream()
                .filter(row -> own == Keys.isOwnSink(row))
                .map(Key::pattern)
                .filter(pattern -> root(pattern).equals(root));
        return own
                ? Stream.concat(
                        known, routes.placeholders().stream().filter(used -> used.startsWith("sink." + parts[1] + ".")))
                : known;
    }

    private static String root(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    /** How close a key is to a pattern with the key's own names filled in. */
    private record Likeness(String key, int distance) {

        static Likeness of(String pattern, String key) {
            String[] parts = pattern.split("\\.");
            String[] others = key.split("\\.", -1);
            boolean nameForgotten = others.length == 2 && pattern.contains("<name>");
            StringBuilder shown = new StringBuilder();
            StringBuilder compared = new StringBuilder();
            int at = 0;
            for (String part : parts) {
                String dot = shown.isEmpty() ? "" : ".";
                if (Key.isName(part) && nameForgotten) {
                    shown.append(dot).append(part);
                    continue;
                }
                String name = Key.isName(part) && at < others.length && !others[at].isEmpty() ? others[at] : part;
                shown.append(dot).append(name);
                compared.append(compared.isEmpty() ? "" : ".").append(name);
                at++;
            }
            int distance = distance(key, compared.toString());
            return new Likeness(shown.toString(), nameForgotten ? distance + 1 : distance);
        }

        /** A truncated word is close; the right last word in the wrong place is not far. */
        private static int distance(String key, String known) {
            String last = last(key);
            if (last.length() > 1 && known.startsWith(key) && !known.startsWith(key + ".")) {
                return 1;
            }
            int word = Nearest.distance(last, last(known));
            int whole = Nearest.distance(key, known);
            return word < SLIPS ? Math.min(whole, word + SLIPS + 1) : whole;
        }

        private static String last(String key) {
            return key.substring(key.lastIndexOf('.') + 1);
        }
    }
}
