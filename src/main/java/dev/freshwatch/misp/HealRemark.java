package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the text of the check says about healing. Stateless. */
final class HealRemark {

    private static final Duration DAY = Duration.ofDays(1);

    private HealRemark() {}

    /**
     * Returns an addition to the text, or an empty one.
     *
     * @param held     why there is no healing now; null = there is
     * @param attempts all attempts so far
     * @param episode  the open problem; empty = none
     * @param spent    whether no call is left in this hour
     */
    static String of(Heal heal, String call, String held, List<Attempt> attempts, String episode, boolean spent) {
        if (held != null) {
            return "; not healed: " + held;
        }
        if (heal.dryRun()) {
            return "; dry run: healing would call " + call;
        }
        Optional<String> over = HealRules.givenUp(attempts, episode).map(Attempt::detail);
        boolean hasCalls = !HealRules.calls(attempts, episode).isEmpty();
        return over.map("; "::concat).orElseGet(() -> spent && !hasCalls ? "; " + givenUp(attempts, episode) : "");
    }

    static boolean isSpent(Heal heal, List<Attempt> attempts, Instant now) {
        return HealRules.inTheHourBefore(attempts, now) >= heal.maxPerHour();
    }

    static long provenWithinADay(List<Attempt> attempts, Instant now) {
        Instant from = now.minus(DAY);
        return attempts.stream()
                .filter(attempt ->
                        attempt.outcome() == Outcome.PROVEN && attempt.at().isAfter(from))
                .count();
    }

    static String givenUp(List<Attempt> attempts, String episode) {
        int calls = HealRules.calls(attempts, episode).size();
        return switch (calls) {
            case 0 -> "healing was given up: no call is left in this hour";
            case 1 -> "healing was given up after 1 call";
            default -> String.format(Locale.ROOT, "healing was given up after %d calls", calls);
        };
    }
}
