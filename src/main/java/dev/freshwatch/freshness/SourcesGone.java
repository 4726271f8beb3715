package dev.freshwatch.freshness;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the sources that their lists do not tell of any more: they were forgotten. */
public final class SourcesGone {

    private SourcesGone() {}

    /**
     * Returns the checks of these that are sources of a list which is among the findings, while they themselves are not. A
     * list that could not be judged says nothing about its sources.
     */
    public static Set<CheckId> from(Collection<CheckId> checks, Collection<Finding> findings) {
        Set<String> lists = findings.stream()
                .filter(finding -> finding.state() != State.UNKNOWN)
                .map(Finding::check)
                .filter(check -> !check.isSource())
                .map(CheckId::value)
                .filter(check -> check.startsWith("service/"))
                .collect(Collectors.toSet());
        if (lists.isEmpty()) {
            return Set.of();
        }
        Set<CheckId> named = findings.stream().map(Finding::check).collect(Collectors.toCollection(HashSet::new));
        return checks.stream()
                .filter(check -> check.isSource() && !named.contains(check))
                .filter(check ->
                        lists.contains(check.value().substring(0, check.value().lastIndexOf('/'))))
                .collect(Collectors.toSet());
    }
}
