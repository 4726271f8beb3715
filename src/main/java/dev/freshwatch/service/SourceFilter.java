package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.freshness.Glob;
import java.util.Arrays;
import java.util.List;

/** Which sources of a list are watched, by globs on their ids and labels. */
record SourceFilter(List<Glob> include, List<Glob> exclude) {

    SourceFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Reads globs with commas or line breaks between them. @param text null = none */
    static List<Glob> globs(String text) throws BadValue {
        List<Glob> globs = text == null
                ? List.of()
                : Arrays.stream(text.split("[,\\n]"))
                        .map(String::strip)
                        .filter(glob -> !glob.isEmpty())
                        .map(Glob::new)
                        .toList();
        if (text != null && globs.isEmpty()) {
            throw new BadValue("names nothing", "write globs with commas between them, such as fw-*, dc-*");
        }
        return globs;
    }

    /** Whether this source is watched: it is included, or no globs say what is, and it is not excluded. */
    boolean admits(String id, String label) {
        return (include.isEmpty() || matches(include, id, label)) && !matches(exclude, id, label);
    }

    /** Whether a source may be watched whose id begins like this, and whose rest is not known. */
    boolean mayAdmitBelow(String prefix) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.mayBegin(prefix)))
                && exclude.stream().noneMatch(glob -> glob.text().endsWith("*") && glob.matches(prefix));
    }

    private static boolean matches(List<Glob> globs, String id, String label) {
        return globs.stream().anyMatch(glob -> glob.matches(id) || glob.matches(label));
    }
}
