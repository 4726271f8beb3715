package dev.freshwatch.history;

import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import java.time.Instant;

/**
 * A confirmed problem that is not over.
 *
 * @param name         display name; the check's id where nothing else is known
 * @param state        as confirmed, or as it was told where it flaps
 * @param reason       null where it is not known
 * @param message      one line of plain words; null where it is not known
 * @param since        when it began
 * @param told         the state that people were last told; null = nobody was told
 * @param flapping     whether people were told that it flaps
 * @param observedAt   when the check was last looked at
 * @param silenced     null = it is not silenced
 * @param acknowledged null = it is not acknowledged
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
