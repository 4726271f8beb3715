package dev.freshwatch.report;

import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.Look;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds a check by its id, its name, its subject, or a glob that matches only one. */
public final class CheckResolver {

    private static final int SHOWN = 20;

    private final List<Look> looks;

    /** @param looks at all checks that are known */
    public CheckResolver(List<Look> looks) {
        this.looks = looks;
    }

    /**
     * Returns the check with this id or name.
     *
     * @throws NoSuchCheck if there is no such check, or more than one; the message lists the ids
     */
    public CheckId resolve(String given) throws NoSuchCheck {
        List<Predicate<Look>> ways = List.of(
                look -> look.check().value().equals(given),
                look -> look.finding().name().equals(given),
                look -> look.finding().subject().equals(given),
                look -> CheckFilter.of(List.of(given)).matches(look.finding()));
        for (Predicate<Look> way : ways) {
            List<Look> found = looks.stream().filter(way).toList();
            if (found.size() == 1) {
                return found.get(0).check();
            }
            if (found.size() > 1) {
                throw new NoSuchCheck("'" + PlainText.name(given)
                        + "' matches more than one check; use the id of one of them:\n" + listed(found));
            }
        }
        throw new NoSuchCheck("no check with the id or name '" + PlainText.name(given)
                + "' was made so far; freshwatch status lists those that were");
    }

    /**
     * As {@link #resolve}, but takes any id as it is.
     *
     * @throws NoSuchCheck as {@link #resolve}
     */
    public CheckId resolveOrId(String given) throws NoSuchCheck {
        boolean known = looks.stream()
                .anyMatch(look -> CheckFilter.of(List.of(given)).matches(look.finding())
                        || look.finding().subject().equals(given));
        return known || !CheckId.isId(given) ? resolve(given) : new CheckId(given);
    }

    private static String listed(List<Look> found) {
        String ids = found.stream()
                .limit(SHOWN)
                .map(look -> "  " + look.check() + "  "
                        + PlainText.name(look.finding().name()))
                .collect(Collectors.joining("\n"));
        return found.size() > SHOWN ? ids + "\n  … and " + (found.size() - SHOWN) + " more" : ids;
    }
}
