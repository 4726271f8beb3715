package dev.freshwatch.freshness;

import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the sources that their lists do not tell of any more: they were forgotten. */
public final class SourcesGone {

    private SourcesGone() {}

    /**
     * Returns the checks of these that are sources of a list which is among the findings, while they themselves are not. A
     * list that could not be judged says nothing about its sources.
     */
    public static Set<CheckId> from(NavigableSet<CheckId> checks, Collection<Finding> findings) {
        Set<CheckId> gone = new HashSet<>();
        Set<CheckId> named = null;
        for (Finding finding : findings) {
            CheckId list = finding.check();
            if (finding.state() == State.UNKNOWN || !list.value().startsWith("service/") || list.isSource()) {
                continue;
            }
            // Most are checks of their own, and no list: the next one in order is another check.
            for (CheckId source : checks.tailSet(list, false)) {
                if (!source.value().startsWith(list.value())) {
                    break;
                }
                if (isOf(list, source)) {
                    named = named == null ? checks(findings) : named;
                    if (!named.contains(source)) {
                        gone.add(source);
                    }
                }
            }
        }
        return gone;
    }

    private static boolean isOf(CheckId list, CheckId source) {
        int length = list.value().length();
        return source.isSource() && source.value().lastIndexOf('/') == length;
    }

    private static Set<CheckId> checks(Collection<Finding> findings) {
        return findings.stream().map(Finding::check).collect(Collectors.toCollection(HashSet::new));
    }
}
