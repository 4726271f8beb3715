package dev.freshwatch.cli;

import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.report.BelievedLook;
import java.time.Instant;
import java.util.List;

/** The last results of the running watch, for {@code check --last}; one that is too old counts as unknown. */
final class LastLooks {

    private LastLooks() {}

    /** Returns the findings of the last looks at these checks, sorted by check id. */
    static List<Finding> read(ConfigOption config, CheckFilter filter) throws CommandFailure {
        return StoreAccess.the(config, beside -> {
            Instant now = beside.store().clock().instant();
            return LookTable.all(beside.store()).stream()
                    .filter(look -> filter.matches(look.finding()))
                    .map(look -> BelievedLook.judge(look, now, beside.isWatched()))
                    .toList();
        });
    }
}
