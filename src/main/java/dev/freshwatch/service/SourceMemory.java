package dev.freshwatch.service;

import dev.freshwatch.freshness.CheckId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The sources that lists have had, kept across restarts. Implementations are thread-safe. */
public interface SourceMemory {

    /** Returns the sources of this list; empty if they cannot be read, which has been logged. */
    Optional<List<KnownSource>> known(CheckId list);

    /** Stores what has changed: new sources, and such as have gone, come back, or got another label. */
    void keep(CheckId list, Collection<KnownSource> changed);

    /**
     * Whether a source that is missing for too long by the clock was so at the last look too. A clock that leaps tells so
     * once; what is stored of it is shifted by then.
     *
     * @param tooLong by the clock now
     */
    boolean isOver(CheckId source, boolean tooLong);

    /**
     * Lets these sources be forgotten, with their checks and with an open problem of theirs, when the next look at their list
     * is stored. Until then they are known as {@link KnownSource#isToBeForgotten}.
     *
     * @param why for the log
     */
    void forget(CheckId list, Collection<CheckId> sources, String why);
}
