package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The remembered states of all checks, within one transaction. */
public interface AlertStateStore {

    /** Returns a state for each of these checks; {@link AlertState#initial} for one that was never observed. */
    Map<CheckId, AlertState> of(Collection<CheckId> checks);

    /** Stores these states. */
    void remember(Collection<AlertState> alertStates);

    /** Returns the silences in force now. */
    List<Silence> silences(Instant now);

    /** Returns the ids of the open episodes that have an acknowledgement in force now. */
    Set<String> acknowledged(Instant now);

    /** Stores which episodes a group notice covers. */
    void group(String notice, Collection<String> episodes);

    /** Shifts all stored times that durations are measured from, because the wall clock was changed by this much. */
    void shift(Duration by);
}
