package dev.freshwatch.freshness;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses checks by globs on their ids or display names, such as {@code esm/soc/events/*} or {@code ERC-1*}. Without globs
 * it chooses all checks.
 */
public final class CheckFilter {

    /** Chooses all checks. */
    public static final CheckFilter ALL = new CheckFilter(List.of());

    private static final Set<String> KINDS = Set.of("esm", "misp", "service", "freshwatch");

    private final List<Glob> globs;

    private CheckFilter(List<String> globs) {
        this.globs = globs.stream().map(Glob::new).toList();
    }

    /** Chooses the checks that match at least one of these globs; all checks if there is none. */
    public static CheckFilter of(List<String> globs) {
        return globs.isEmpty() ? ALL : new CheckFilter(globs);
    }

    /** @param name the display name; null = not known */
    public boolean matches(CheckId check, String name) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> matches(glob, check, name));
    }

    public boolean matches(Question question) {
        return matches(question.check(), question.name());
    }

    public boolean matches(Finding finding) {
        return matches(finding.check(), finding.name());
    }

    /** Returns whether a check with this id could be chosen whose name is not known yet. */
    public boolean mayMatch(CheckId check) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(check.value()) || mayBeName(glob));
    }

    /**
     * Returns whether a check could be chosen whose id is this prefix and a number, and whose number and name are not known
     * yet.
     */
    public boolean mayMatchNumber(String prefix) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.mayMatchNumber(prefix) || mayBeName(glob));
    }

    /** Returns whether a check could be chosen whose id begins with this, and whose name is not known yet. */
    public boolean mayMatchBelow(String prefix) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.mayBegin(prefix) || mayBeName(glob));
    }

    /** Returns the globs that match none of these findings, in their order. */
    public List<String> withoutMatch(List<Finding> findings) {
        return globs.stream()
                .filter(glob -> findings.stream().noneMatch(finding -> matches(glob, finding.check(), finding.name())))
                .map(Glob::text)
                .toList();
    }

    private static boolean matches(Glob glob, CheckId check, String name) {
        return glob.matches(check.value()) || (name != null && glob.matches(name));
    }

    /** A glob that begins like a check id, such as {@code misp/*}, is not meant for names. */
    private static boolean mayBeName(Glob glob) {
        return Stream.of(glob.text().split("/", 2)).limit(1).noneMatch(KINDS::contains);
    }

    @Override
    public String toString() {
        return globs.isEmpty()
                ? "all checks"
                : String.join(", ", globs.stream().map(Glob::text).toList());
    }
}
