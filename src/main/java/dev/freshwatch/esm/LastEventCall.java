package dev.freshwatch.esm;

import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last events of all devices in one call: the public command, or the private one where that does not exist (section
 * 7). An ESM may have neither. Then nobody is asked again before a day has passed, or there is another login; after a
 * failure that may pass, not before a pause that doubles. Said once. For one cycle at a time.
 */
final class LastEventCall {

    private static final Logger LOG = LoggerFactory.getLogger(LastEventCall.class);
    static final String PUBLIC = "qryGetDeviceLastAlertTime";
    static final String PRIVATE = "QRY_GETDEVICELASTALERTTIME";

    private static final Duration ASKED_AGAIN = Duration.ofDays(1);
    /** Sessions may last for a few calls only: not every login is news. */
    private static final Duration AFTER_LOGIN = Duration.ofHours(1);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    /** A call that hangs must leave time for the queries. */
    private static final int PART_OF_CYCLE = 4;

    private final String esm;
    private final PlatformClock time;
    private final EsmSession session;
    private volatile boolean privately;
    private volatile Pause pause;
    private volatile String said = "";

    /**
     * Why it is not called now.
     *
     * @param length     from {@code sinceNanos} on
     * @param generation the login for which that is so; a later one may find what this one did not; null = any
     */
    private record Pause(long sinceNanos, Duration length, Long generation) {}

    /** The rows, with the reply that held them. */
    record Rows(List<LastEventRow> list, EsmReply reply) {}

    LastEventCall(String esm, PlatformClock time, EsmSession session) {
        this.esm = esm;
        this.time = time;
        this.session = session;
    }

    /** Returns all rows; null if there are none to be had in this cycle. */
    Rows read(Deadline cycle) {
        if (isPausing()) {
            return null;
        }
        Deadline limit = Deadline.in(time, cycle.remaining().dividedBy(PART_OF_CYCLE), "its part of the cycle");
        try {
            Rows rows = oneOrOther(limit);
            pause = null;
            say("");
            return rows;
        } catch (EsmException failure) {
            pauseAfter(failure);
            return null;
        }
    }

    private Rows oneOrOther(Deadline limit) throws EsmException {
        try {
            return call(privately, limit);
        } catch (EsmException failure) {
            if (!isMissing(failure) && failure.reason() != Reason.FAILED) {
                throw failure;
            }
            Rows rows = otherInstead(failure, limit);
            privately = !privately;
            return rows;
        }
    }

    private Rows otherInstead(EsmException first, Deadline limit) throws EsmException {
        try {
            return call(!privately, limit);
        } catch (EsmException second) {
            // What may pass decides: the day of the other answer may be near.
            EsmException decides = isMissing(first) ? second : first;
            throw decides.saying(first.getMessage() + "; " + second.getMessage());
        }
    }

    private Rows call(boolean inPrivate, Deadline limit) throws EsmException {
        if (inPrivate) {
            EsmReply reply = session.call(EsmCall.inPrivate(PRIVATE), limit);
            return new Rows(LastEventRow.readPrivate(reply.json().asText(), PRIVATE), reply);
        }
        EsmReply reply = session.call(EsmCall.of(PUBLIC).body(apiVersion -> EsmJson.object()), limit);
        return new Rows(LastEventRow.read(reply.json(), PUBLIC), reply);
    }

    private boolean isPausing() {
        if (pause == null) {
            return false;
        }
        long passed = time.nanos() - pause.sinceNanos();
        boolean otherLogin = pause.generation() != null
                && pause.generation() != session.generation()
                && passed >= AFTER_LOGIN.toNanos();
        return passed < pause.length().toNanos() && !otherLogin;
    }

    private void pauseAfter(EsmException failure) {
        // The generation after the call: a refusal may have caused a login itself, and that must not be a reason to
        // ask.
        Long generation = isMissing(failure) ? (Long) session.generation() : null;
        Duration length = generation != null ? ASKED_AGAIN : pause == null ? FIRST_PAUSE : shorter(pause.length());
        pause = new Pause(time.nanos(), length, generation);
        say(failure.getMessage());
    }

    private static Duration shorter(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(ASKED_AGAIN) < 0 ? doubled : ASKED_AGAIN;
    }

    /** Whether the ESM does not have the call, or does not let us use it; more than a failure that may pass. */
    private static boolean isMissing(EsmException failure) {
        return failure.sign() == Sign.NO_SUCH_COMMAND
                || failure.sign() == Sign.REFUSED
                || failure.reason() == Reason.UNAUTHORIZED
                || (failure.reason() == Reason.UNREADABLE && failure.getCause() == null);
    }

    private void say(String why) {
        if (!why.equals(said)) {
            said = why;
            if (why.isEmpty()) {
                LOG.info("ESM {}: the last events of all devices can be read in one call again", esm);
            } else {
                LOG.info(
                        "ESM {}: the last events of all devices cannot be read in one call, so each Receiver is queried: {}",
                        esm,
                        why);
            }
        }
    }
}
