package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The remembered lives of all checks, within one transaction. */
public interface AlertStateStore {

    /** The lives of these checks; one that was never seen is {@link AlertState#unborn}. Every check asked for is there. */
    Map<CheckId, AlertState> of(Collection<CheckId> checks);

    /** Remembers these. */
    void remember(Collection<AlertState> alertStates);

    /** The silences that are in force now. */
    List<Silence> silences(Instant now);

    /** The open episodes that somebody has acknowledged and that acknowledgement is in force now, by their ids. */
    Set<String> acknowledged(Instant now);

    /** Remembers which episodes a notice of several checks tells of. */
    void group(String notice, Collection<String> episodes);

    /** Moves all remembered times by which durations are measured: the wall clock was set by so much. */
    void shift(Duration by);
}
