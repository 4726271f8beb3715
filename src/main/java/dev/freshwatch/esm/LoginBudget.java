package dev.freshwatch.esm;

import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;

/**
 * Limits logins after lost sessions: twenty at once, one more every five seconds. Otherwise, an ESM that drops each
 * session as soon as it is used would get a login for every call. Not thread-safe.
 */
final class LoginBudget {

    private static final int MOST = 20;
    private static final long ONE_MORE_AFTER = Duration.ofSeconds(5).toNanos();

    private final PlatformClock time;
    private int left = MOST;
    private long countedNanos;

    LoginBudget(PlatformClock time) {
        this.time = time;
        this.countedNanos = time.nanos();
    }

    boolean take() {
        long gained = (time.nanos() - countedNanos) / ONE_MORE_AFTER;
        if (gained > 0) {
            left = (int) Math.min(MOST, left + gained);
            countedNanos += gained * ONE_MORE_AFTER;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
