package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;

/** Reads the ESM's clock once per cycle. The call also tests a kept session. For one cycle at a time. */
final class ClockProbe {

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final CheckId check;
    /** Used for a while if a later reading fails. */
    private EsmClock lastReading;

    ClockProbe(EsmSettings settings, PlatformClock time, EsmSession session) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.check = CheckId.of("esm", settings.name(), "clock");
    }

    /** Returns the last good reading; null if there is none that may still be used. */
    EsmClock usable() {
        return lastReading != null && lastReading.isUsable(time.nanos()) ? lastReading : null;
    }

    /**
     * The result of the clock call.
     *
     * @param failure        null if the clock was read
     * @param sessionElapsed duration of the call that proved the session
     */
    record Reading(EsmException failure, Duration sessionElapsed) {}

    /**
     * Reads the clock, and thereby tests a kept session.
     *
     * @throws EsmException if the session is not ok
     */
    Reading read(EsmCycle cycle, boolean fresh) throws EsmException {
        long started = time.nanos();
        try {
            reading(cycle);
            return new Reading(null, since(started));
        } catch (EsmException failure) {
            Duration elapsed = since(started);
            cycle.know(check, failure, elapsed);
            boolean platform = failure.reason() == Reason.OVERLOADED || !isAnswerProblem(failure);
            if (platform || session.failure() != null) {
                throw failure;
            }
            if (fresh || failure.reason() == Reason.UNAUTHORIZED) {
                return new Reading(failure, elapsed);
            }
            return probe(cycle, failure);
        }
    }

    /** A login tells whether the session or only the clock call is at fault. */
    private Reading probe(EsmCycle cycle, EsmException failure) throws EsmException {
        long started = time.nanos();
        session.renew(cycle.deadline());
        Duration elapsed = since(started);
        if (failure.reason() == Reason.UNREACHABLE || failure.reason() == Reason.TIMEOUT) {
            return new Reading(failure, elapsed);
        }
        try {
            // Not all texts for a lost session are documented, so that may have been the cause.
            reading(cycle);
            return new Reading(null, elapsed);
        } catch (EsmException again) {
            cycle.know(check, again, elapsed);
            return new Reading(again, elapsed);
        }
    }

    private void reading(EsmCycle cycle) throws EsmException {
        long started = time.nanos();
        EsmClock clock = EsmClock.read(session, cycle.deadline());
        lastReading = clock;
        Duration sinceReading = Duration.ofNanos(time.nanos() - clock.atNanos());
        cycle.know(
                check,
                new Clocks(
                        clock.esmTime(), time.now().minus(sinceReading), settings.clockErrorAfter(), since(started)));
    }

    /** Whether the ESM answered, though wrongly; no connection at all concerns the session. */
    private static boolean isAnswerProblem(EsmException failure) {
        return failure.reason() != Reason.UNREACHABLE
                || (failure.getCause() instanceof NoAnswer problem && problem.kind() != NoAnswer.Kind.NOT_CONNECTED);
    }

    private Duration since(long started) {
        return time.since(started);
    }
}
