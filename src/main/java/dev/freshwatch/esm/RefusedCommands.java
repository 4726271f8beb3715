package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The commands that the ESM refused right after a new login: that is a matter of rights and not of the session, and for
 * half an hour another refusal is not worth a login. Safe for use by many threads.
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

    /** What a refusal of such a command is. */
    static EsmException rights(EsmException refused) {
        return new EsmException(
                Reason.UNAUTHORIZED,
                refused.getMessage() + ", also right after a new login: has the account the right to it?");
    }
}
