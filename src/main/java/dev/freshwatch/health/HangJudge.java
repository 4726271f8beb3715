package dev.freshwatch.health;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides from looks at a node, one each second or so, whether it hangs: only when all looks of a long time have found it
 * so, and it is well again only when all looks of a long time have found it well. What is seen right after the process was
 * frozen is no sign of either: after a gap between two looks, the time begins anew. For one thread at a time.
 */
public final class HangJudge {

    private static final Duration GAP = Duration.ofSeconds(5);

    private final Duration limit;
    private String why;
    private boolean turning;
    private long turningSince;
    private boolean everLooked;
    private long lookedAt;

    /** @param limit for how long all looks must have found the same */
    public HangJudge(Duration limit) {
        this.limit = limit;
    }

    /**
     * A look.
     *
     * @param trouble what is wrong; empty = nothing
     * @param at      monotonic, in nanoseconds
     * @return why it hangs, as it was found first; empty = it does not, or not for certain
     */
    public Optional<String> judge(Optional<String> trouble, long at) {
        boolean gap = !everLooked || at - lookedAt > GAP.toNanos();
        everLooked = true;
        lookedAt = at;
        if (trouble.isPresent() == (why != null)) {
            turning = false;
        } else if (!turning || gap) {
            turning = true;
            turningSince = at;
        } else if (at - turningSince >= limit.toNanos()) {
            turning = false;
            why = trouble.orElse(null);
        }
        return Optional.ofNullable(why);
    }
}
