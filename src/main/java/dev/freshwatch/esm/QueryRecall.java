package dev.freshwatch.esm;

/**
 * Lets a budget go on where another process has left it: another node that asked this ESM until now, or the run before. Thread-safe.
 */
final class QueryRecall {

    private final String esm;
    private final QueryBudget budget;
    private volatile QueryMemory memory = QueryMemory.NONE;
    private volatile boolean due;
    /** That of the configuration before, until this one knows from where to read. */
    private volatile QueryRecall before;

    /** @param before whose queries the budget counts already; null = none */
    QueryRecall(String esm, QueryBudget budget, QueryRecall before) {
        this.esm = esm;
        this.budget = budget;
        this.before = before;
    }

    void from(QueryMemory other) {
        memory = other;
        due = before == null || before.due || !before.budget.isLimited();
        before = null;
    }

    /** Whether all is counted that is to be known. Until then, nothing may be written over what others have written. */
    boolean isDone() {
        return !due;
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
