package dev.freshwatch.drill;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes drills: notices that take the same way as all others but report nothing. The bean {@code drill} of the routes.
 * Thread-safe.
 */
public final class DrillService {

    /** The check id of drills. */
    public static final CheckId CHECK = CheckId.of("freshwatch", "drill");

    /** Of what is done once for all processes on the same store. */
    private static final String NAMESPACE = "freshwatch/watch";

    private static final Logger LOG = LoggerFactory.getLogger(DrillService.class);

    private final InstantSource clock;
    private final Origin origin;
    private final DrillSchedule times;
    private volatile Instant next;

    /** @param times null = no scheduled drills */
    public DrillService(InstantSource clock, Origin origin, DrillSchedule times) {
        this.clock = clock;
        this.origin = origin;
        this.times = times;
    }

    /** Makes a drill notice. */
    public Notice notice() {
        Instant now = clock.instant();
        Finding finding = new Finding(
                CHECK,
                "Freshwatch",
                "Freshwatch drill",
                State.OK,
                Reason.UP,
                "this is a drill: nothing is wrong",
                null,
                null,
                Limits.NONE,
                now,
                null);
        return new Notice(newId(), Kind.DRILL, newId(), finding, now, now, origin, null);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Whether it is time to call {@link #makeNotices}; costs nothing. */
    public boolean isDue() {
        return next == null || !clock.instant().isBefore(next);
    }

    /**
     * Returns the notices to send: the given drill, or the scheduled one if it is due. The due time is stored in the
     * same transaction, so the drill is sent once, even if this process is killed.
     *
     * @param given a drill that an operator asked for; anything else = none
     */
    public List<Notice> makeNotices(@Body Object given, Exchange exchange) {
        DrillTable log = new DrillTable(UnitOfWork.of(exchange));
        if (given instanceof Notice notice) {
            log.withdrawEarlier();
            return List.of(notice);
        }
        UnitOfWork unitOfWork = UnitOfWork.of(exchange);
        OptionalLong number = unitOfWork.fencing().number(NAMESPACE);
        if (number.isEmpty()) {
            return List.of();
        }
        unitOfWork.fence(NAMESPACE, number.getAsLong());
        Instant now = clock.instant();
        Optional<Instant> last = log.last();
        if (last.isEmpty() || last.get().isAfter(now.plus(times.every()))) {
            // no drill so far, or the clock was far ahead when the last one was due
            log.take(now);
            UnitOfWork.of(exchange).afterCommit(() -> next = times.first(now));
            return List.of();
        }
        Optional<Instant> due = times.due(last.get(), now);
        due.ifPresent(log::take);
        UnitOfWork.of(exchange).afterCommit(() -> next = times.after(due.orElse(last.get())));
        if (due.isEmpty()) {
            return List.of();
        }
        if (times.isTooLate(due.get(), now)) {
            LOG.info("Skipping the drill of {}: the watch was not running at that time", due.get());
            return List.of();
        }
        log.withdrawEarlier();
        return List.of(notice());
    }
}
