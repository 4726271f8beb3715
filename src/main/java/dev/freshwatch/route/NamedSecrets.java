package dev.freshwatch.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The secrets that steps of sinks name in quotes, as in {@code address(${exchange}, 'secret.slack')}. */
final class NamedSecrets {

    private static final Pattern NAME = Pattern.compile("'(secret\\.[A-Za-z0-9_-]+)'");

    private NamedSecrets() {}

    /**
     * Returns the faults of a route file.
     *
     * @param known the keys of the secrets that are set, and of those whose lines are broken
     */
    static List<String> faults(Path file, String text, Set<String> known) {
        List<String> faults = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher name = NAME.matcher(line.stripLeading().startsWith("#") ? "" : line);
            while (name.find()) {
                if (!known.contains(name.group(1))) {
                    faults.add(file + ":" + number + ": " + name.group(1) + " is not set; add " + name.group(1)
                            + "={{file:…}} to application.properties");
                }
            }
        }
        return faults;
    }
}
