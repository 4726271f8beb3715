package dev.freshwatch.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies system properties over the environment, and both over the file, with Camel's naming: {@code esm.soc.url} is
 * {@code ESM_SOC_URL}. The environment contains many unrelated names, so a variable only replaces a key that is in the
 * file, or a key that can exist only once.
 */
final class Overrides {

    private final Map<String, String> environment;
    private final Properties system;
    private final Report report;

    Overrides(Map<String, String> environment, Properties system, Report report) {
        this.environment = environment;
        this.system = system;
        this.report = report;
    }

    /** @param own the operator's own keys, which only {@code -Dx} replaces */
    Map<String, Entry> over(Map<String, Entry> file, Set<String> own) {
        Map<String, Entry> entries = new LinkedHashMap<>(file);
        Set<String> keys = new TreeSet<>(file.keySet());
        Keys.all().stream().filter(Key::fixed).forEach(key -> keys.add(key.pattern()));
        for (String key : keys) {
            String variable = variable(key);
            if (variable != null && Keys.find(key).isPresent()) {
                replace(entries, key, environment.get(variable), variable);
            }
        }
        for (String key : new TreeSet<>(system.stringPropertyNames())) {
            boolean ours = key.startsWith("esm.") || key.startsWith("sink.");
            if (ours || own.contains(key) || Keys.find(key).isPresent()) {
                entries.put(key, new Entry(key, system.getProperty(key), new SourceLocation("-D" + key, 0), false));
            }
        }
        return entries;
    }

    private void replace(Map<String, Entry> entries, String key, String value, String variable) {
        SourceLocation where = new SourceLocation("environment variable " + variable, 0);
        Entry before = entries.put(key, new Entry(key, value, where, true));
        boolean same = before != null && before.text().strip().equals("{{env:" + variable + "}}");
        if (!same) {
            report.warn(
                    before == null ? SourceLocation.NOWHERE : before.where(),
                    key,
                    "is taken from the environment variable " + variable);
        }
    }

    /** The variable that is set for this key, or null. An empty one counts as not set. */
    private String variable(String key) {
        String upper = key.toUpperCase(Locale.ROOT);
        String plain = Key.variable(key);
        if (!environment.getOrDefault(upper, "").isEmpty()) {
            return upper;
        }
        return environment.getOrDefault(plain, "").isEmpty() ? null : plain;
    }
}
