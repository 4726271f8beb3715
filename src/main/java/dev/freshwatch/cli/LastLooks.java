package dev.freshwatch.cli;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the running watch last saw, for {@code check --last}: too old a look is no answer. */
final class LastLooks {

    /** A check of unknown interval, such as one that a route of the operator reports, is believed for this long. */
    private static final Duration UNKNOWN_INTERVAL = Duration.ofHours(1);

    private LastLooks() {}

    /** Returns the findings of the last looks at these checks, sorted by check id. */
    static List<Finding> read(ConfigOption config, CheckFilter filter) throws CommandFailure {
        return StoreAccess.the(config, beside -> {
            Instant now = beside.store().clock().instant();
            return LookTable.all(beside.store()).stream()
                    .filter(look -> filter.matches(look.finding()))
                    .map(look -> judge(look, now, beside.isWatched()))
                    .toList();
        });
    }

    /** @param watched whether a watch is running; without one a check of unknown interval is not believed */
    static Finding judge(Look look, Instant now, boolean watched) {
        Finding finding = look.finding();
        boolean old = look.every() == null
                ? !watched || Duration.between(finding.observedAt(), now).compareTo(UNKNOWN_INTERVAL) > 0
                : look.isOverdue(now);
        if (!old) {
            return finding;
        }
        String often = look.every() == null ? "" : ", although it is due every " + Ages.limit(look.every());
        String text = "not checked for "
                + Ages.words(Duration.between(finding.observedAt(), now)) + often
                + (watched ? "" : "; no watch is running");
        return new Finding(
                finding.check(),
                finding.subject(),
                finding.name(),
                State.UNKNOWN,
                Reason.TIMEOUT,
                text,
                finding.lastActivity(),
                null,
                finding.limits(),
                finding.observedAt(),
                null);
    }
}
