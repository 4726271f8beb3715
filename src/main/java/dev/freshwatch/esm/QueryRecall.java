package dev.freshwatch.esm;

/**
 * Lets a budget go on where another process has left it: another node that asked this ESM until now, or the run before. Thread-safe.
 */
final class QueryRecall {

    private final String esm;
    private final QueryBudget budget;
    private volatile QueryMemory memory = QueryMemory.NONE;
    private volatile boolean due;

    QueryRecall(String esm, QueryBudget budget) {
        this.esm = esm;
        this.budget = budget;
    }

    void from(QueryMemory other) {
        memory = other;
        due = true;
    }

    /** Another process may have asked since. */
    void again() {
        due = true;
    }

    /** Before each cycle: reads what is to be known, once; if that fails, before the next cycle. */
    void recall() {
        if (due && budget.isLimited()) {
            due = false;
            memory.opened(esm).ifPresentOrElse(budget::countAtLeast, () -> due = true);
        }
    }
}
