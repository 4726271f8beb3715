package dev.freshwatch.history;

import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import java.time.Instant;

/**
 * A confirmed problem that has not ended.
 *
 * @param name         display name; the id of the check if no name is known
 * @param state        confirmed state, or the last notified state if it is flapping
 * @param reason       null if not known
 * @param message      one line of plain words; null if not known
 * @param since        when it began
 * @param told         the last notified state; null = no notice was sent
 * @param flapping     whether a notice said that it is flapping
 * @param observedAt   time of the latest observation
 * @param silenced     null = not silenced
 * @param acknowledged null = not acknowledged
 */
public record OpenProblem(
        CheckId check,
        String name,
        State state,
        Reason reason,
        String message,
        Instant since,
        State told,
        boolean flapping,
        Instant observedAt,
        Silenced silenced,
        Acknowledgement acknowledged) {}
