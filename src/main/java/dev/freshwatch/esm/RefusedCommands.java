package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands that the ESM refused right after a new login: that is a matter of rights and not of the session, so for half
 * an hour another refusal does not cause a login. Thread-safe.
 */
final class RefusedCommands {

    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final PlatformClock time;
    private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

    RefusedCommands(PlatformClock time) {
        this.time = time;
    }

    void add(String command) {
        untilNanos.put(command, time.nanos() + REMEMBERED.toNanos());
    }

    void remove(String command) {
        untilNanos.remove(command);
    }

    boolean has(String command) {
        Long until = untilNanos.get(command);
        return until != null && until - time.nanos() > 0;
    }

    /** Returns the failure for a refusal of such a command. */
    static EsmException rights(EsmException refused) {
        return new EsmException(
                Reason.UNAUTHORIZED,
                refused.getMessage() + ", even right after a new login: does the account have the necessary rights?");
    }
}
