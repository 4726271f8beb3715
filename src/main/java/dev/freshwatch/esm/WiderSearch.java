package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.util.Locale;

/** Finds the real age where the configured window is empty: one search over three days. Thread-safe. */
final class WiderSearch {

    private final EsmSettings settings;
    private final RecordLookups lookups;

    WiderSearch(EsmSettings settings, RecordLookups lookups) {
        this.settings = settings;
        this.lookups = lookups;
    }

    /** @param lookup one that found nothing in its window */
    RecordLookup search(RecordLookup lookup) {
        RecordLookup wider = ask(lookup, Window.WIDER_LOOK);
        // It is known that the window is empty, and that exceeds every limit: a failure now does not change it.
        if (wider.answer().observation() instanceof Unanswered) {
            return lookup;
        }
        return lookup.isContradictedBy(wider) ? settle(wider) : wider;
    }

    /**
     * The wider search found a record that should have been in the empty window: either it arrived in between, or it is
     * older than it seems because of a wrong zone. Another lookup in the window itself decides.
     */
    private RecordLookup settle(RecordLookup wider) {
        if (!wider.isForAlarms()) {
            wider.cycle().share().add();
        }
        RecordLookup again = ask(wider, wider.watch().window());
        if (!(again.answer().observation() instanceof Nothing)) {
            return again;
        }
        if (!again.isForAlarms()) {
            // There will be no further search.
            again.cycle().share().done();
        }
        return lookups.unanswered(
                again,
                new EsmException(
                        Reason.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "the newest record seems to be within %s, but the ESM finds none there: %s or %s is wrong",
                                wider.watch().window(),
                                settings.key("zone"),
                                settings.key("date-format"))));
    }

    private RecordLookup ask(RecordLookup lookup, Window window) {
        return lookup.isForAlarms() ? lookups.alarms(lookup, window) : lookups.events(lookup, window);
    }
}
