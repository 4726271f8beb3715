package dev.freshwatch.esm;

import java.util.Map;
import java.util.Optional;

/** How many event queries were opened lately, by whoever asked the ESM before this process did. */
@FunctionalInterface
public interface QueryMemory {

    /** Nobody did. */
    QueryMemory NONE = esm -> Optional.of(Map.of());

    /**
     * Returns the number of queries that were opened in each minute since 1970, those of the last hour at least.
     *
     * @param esm its name in the configuration
     * @return empty = it cannot be known now
     */
    Optional<Map<Long, Integer>> opened(String esm);
}
