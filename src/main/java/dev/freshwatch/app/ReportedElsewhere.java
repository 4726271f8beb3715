package dev.freshwatch.app;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a check of an operator's own route was reported on any node of the cluster lately. Where that cannot be known, it was not.
 * Thread-safe.
 */
final class ReportedElsewhere implements BiPredicate<CheckId, Duration> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportedElsewhere.class);

    /** By which the clocks of two nodes may differ. A later report would count for as long as its clock is ahead. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private final Function<CheckId, Optional<Instant>> reported;
    private final InstantSource clock;
    private final AtomicBoolean unread = new AtomicBoolean();

    /** @param reported when a check was reported last, on any node; throws {@link StoreException} if that cannot be read */
    ReportedElsewhere(Function<CheckId, Optional<Instant>> reported, InstantSource clock) {
        this.reported = reported;
        this.clock = clock;
    }

    @Override
    public boolean test(CheckId check, Duration within) {
        Instant now = clock.instant();
        try {
            boolean is = reported.apply(check)
                    .filter(at -> at.plus(within).isAfter(now) && !at.isAfter(now.plus(MOST_AHEAD)))
                    .isPresent();
            unread.set(false);
            return is;
        } catch (StoreException e) {
            if (!unread.getAndSet(true)) {
                LOG.warn("{}: cannot read whether another node has its reports: {}", check, e.getMessage());
            }
            return false;
        }
    }
}
