package dev.freshwatch.config;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.State;
import java.util.List;
import java.util.Set;

/** The keys that say which notices a sink gets; a value that is not written is null. */
record FilterKeys(Key<Set<Kind>> kinds, Key<Set<State>> states, Key<List<String>> checks) {

    /** Whether this is one of them. */
    boolean has(Key<?> row) {
        return row == kinds || row == states || row == checks;
    }
}
