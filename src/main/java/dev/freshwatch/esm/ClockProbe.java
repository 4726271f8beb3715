package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;

/** Reads the ESM's clock once in a cycle. That call is also the probe of a kept session. One cycle at a time. */
final class ClockProbe {

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final CheckId check;
    /** It still serves for a while where a later reading fails. */
    private EsmClock lastReading;

    ClockProbe(EsmSettings settings, PlatformClock time, EsmSession session) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.check = CheckId.of("esm", settings.name(), "clock");
    }

    /** The last good reading; null where there is none that may still be used. */
    EsmClock usable() {
        return lastReading != null && lastReading.isUsable(time.nanos()) ? lastReading : null;
    }

    /**
     * What the clock call gave.
     *
     * @param failure        null where it was read
     * @param sessionElapsed how long the call took that showed the session to be up
     */
    record Reading(EsmException failure, Duration sessionElapsed) {}

    /**
     * Reads the clock, which is also the probe of a kept session.
     *
     * @throws EsmException where the session is not ok
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

    /** A login tells whether it is the session or only its clock call that is in trouble. */
    private Reading probe(EsmCycle cycle, EsmException failure) throws EsmException {
        long started = time.nanos();
        session.renew(cycle.deadline());
        Duration elapsed = since(started);
        if (failure.reason() == Reason.UNREACHABLE || failure.reason() == Reason.TIMEOUT) {
            return new Reading(failure, elapsed);
        }
        try {
            // Which texts tell of a lost session is not recorded in full: perhaps it was that.
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

    /** Whether the ESM did answer, only not as it should; no connection at all is a matter of the session. */
    private static boolean isAnswerProblem(EsmException failure) {
        return failure.reason() != Reason.UNREACHABLE
                || (failure.getCause() instanceof NoAnswer problem && problem.kind() != NoAnswer.Kind.NOT_CONNECTED);
    }

    private Duration since(long started) {
        return time.since(started);
    }
}
