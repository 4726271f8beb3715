package dev.freshwatch.health;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.store.QuarantinedStore;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks whether results and notices can be stored: the check {@code freshwatch/store}. The bean {@code storeCheck} of
 * the routes. Down while the store cannot be written; degraded for a day after a damaged store was set aside.
 */
public final class StoreCheck {

    private static final Question QUESTION =
            new Question(new CheckId("freshwatch/store"), "store", "store", Limits.NONE);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Store store;
    private final InstantSource clock;

    public StoreCheck(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Returns one answer; none while the store cannot be used at all, since no result can be tracked then: the outbox
     * reports that itself.
     */
    public List<Answer> checkStore() {
        if (store.unusable().isPresent()) {
            return List.of();
        }
        Instant now = clock.instant();
        return List.of(new Answer(QUESTION, observation(now), now));
    }

    private Observation observation(Instant now) {
        Optional<String> trouble = store.trouble();
        if (trouble.isPresent()) {
            return new Down(
                    String.format(
                            Locale.ROOT,
                            "cannot be written: %s; the watch continues, but what happens meanwhile is lost when it stops",
                            trouble.get()),
                    null);
        }
        QuarantinedStore damaged = store.damaged().orElse(null);
        if (damaged != null && Duration.between(damaged.at(), now).compareTo(REMEMBERED) < 0) {
            return new Degraded(
                    String.format(
                            Locale.ROOT,
                            "was damaged and set aside %s ago as %s; a new one was created, so open problems were notified again",
                            Ages.words(Duration.between(damaged.at(), now)),
                            damaged.kept().getFileName()),
                    null);
        }
        return new Answered("can be written", null);
    }
}
