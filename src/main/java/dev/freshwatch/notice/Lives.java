package dev.freshwatch.notice;

import dev.freshwatch.freshness.CheckId;
import java.util.Collection;
import java.util.Map;

/** The remembered lives of all checks, within one transaction. */
public interface Lives {

    /** The lives of these checks; one that was never seen is {@link Life#unborn}. Every check asked for is there. */
    Map<CheckId, Life> of(Collection<CheckId> checks);

    /** Remembers these. */
    void remember(Collection<Life> lives);
}
