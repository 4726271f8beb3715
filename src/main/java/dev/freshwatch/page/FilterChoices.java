package dev.freshwatch.page;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.report.StoreView;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What the form of a list offers.
 *
 * @param sinks those that are enabled, and the one that was chosen
 */
record FilterChoices(List<String> kinds, List<String> sinks) {

    static FilterChoices of(StoreView view, ListFilter filter) {
        TreeSet<String> sinks = new TreeSet<>(view.sinks());
        if (filter.sink() != null) {
            sinks.add(filter.sink());
        }
        return new FilterChoices(Arrays.stream(Kind.values()).map(Kind::word).toList(), List.copyOf(sinks));
    }
}
