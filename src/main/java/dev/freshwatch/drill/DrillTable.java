package dev.freshwatch.drill;

import dev.freshwatch.store.Sql;
import dev.freshwatch.store.UnitOfWork;
import java.time.Instant;
import java.util.Optional;

/** Stores when a drill was last due, within one transaction. */
public final class DrillTable {

    private final UnitOfWork unitOfWork;

    public DrillTable(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** Empty if there never was one. */
    public Optional<Instant> last() {
        return unitOfWork.use(
                connection -> Sql.first(connection, "SELECT due FROM last_due WHERE what = 'drill'", Sql.Row::time));
    }

    /** Stores this due time, with millisecond precision. */
    public void take(Instant due) {
        unitOfWork.use(connection -> {
            String sql =
                    """
                    INSERT INTO last_due (what, due) VALUES ('drill', ?)
                    ON CONFLICT (what) DO UPDATE SET due = excluded.due""";
            return Sql.update(connection, sql, due);
        });
    }

    /** Withdraws drills that are still pending: a sink that was down for days gets one, not one for each day. */
    public void withdrawEarlier() {
        unitOfWork.use(connection -> {
            String sql =
                    """
                    UPDATE delivery SET state = 'withdrawn', settled_at = ?, last_reason = 'replaced by a newer drill'
                    WHERE state = 'pending' AND notice_id IN (SELECT id FROM notice WHERE kind = 'DRILL')""";
            return Sql.update(connection, sql, unitOfWork.now());
        });
    }
}
