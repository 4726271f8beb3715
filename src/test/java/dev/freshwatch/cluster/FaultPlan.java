package dev.freshwatch.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Which faults come in which order, all of it from a seed. */
final class FaultPlan {

    /** What happens, how often beside the others. */
    enum Kind {
        /** {@code kill -9}. */
        KILL(4),
        /** SIGSTOP, for 5 to 90 s; SIGCONT. */
        FREEZE(4),
        /** SIGTERM. */
        STOP(1),
        /** The connections of a node to the database are reset, and new ones too. */
        CUT(2),
        /** Nothing arrives, and nobody is told. */
        HOLD(2),
        /** {@code pg_terminate_backend} of some connections. */
        SESSIONS(2),
        /** The clock of a node's machine is set, by up to 15 minutes. */
        CLOCK(3),
        /** PostgreSQL ends as in a power failure, and is started again. */
        RESTART(2);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        /** Whether a node does nothing until it is over. */
        boolean takesANodeAway() {
            return this == KILL || this == FREEZE || this == STOP || this == CUT || this == HOLD;
        }
    }

    /**
     * One of them.
     *
     * @param whose    it befalls the node that has this lease; or the node with this name
     * @param lasts    how long; zero = it is over at once
     * @param pause    until the next one
     * @param strength from 0 to 1: how many sessions; by how much a clock is set, and in which direction
     */
    record Fault(Kind kind, String whose, Duration lasts, Duration pause, double strength) {}

    private static final List<String> WHOSE =
            List.of("esm/soc", "misp/intel", "freshwatch/sink/webhook", "freshwatch/watch", "a", "b", "c");

    private FaultPlan() {}

    /** @param longest that a node is frozen; shorter ones are more frequent */
    static List<Fault> of(long seed, int count, Duration longest) {
        Random random = new Random(seed);
        List<Fault> plan = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Kind kind = kind(random);
            double share = random.nextDouble();
            plan.add(new Fault(
                    i == 0 ? Kind.KILL : kind,
                    WHOSE.get(random.nextInt(WHOSE.size())),
                    lasts(i == 0 ? Kind.KILL : kind, share, longest),
                    Duration.ofMillis(500 + random.nextInt(8_000)),
                    random.nextDouble()));
        }
        return plan;
    }

    /** What befalls the node that heals, at a moment that matters. */
    static Fault whileHealing(Random random) {
        Kind kind = random.nextBoolean() ? Kind.KILL : Kind.FREEZE;
        Duration lasts = lasts(kind, random.nextDouble(), Duration.ofSeconds(12));
        return new Fault(kind, "misp/intel", lasts, Duration.ZERO, random.nextDouble());
    }

    private static Kind kind(Random random) {
        int all = 0;
        for (Kind kind : Kind.values()) {
            all += kind.weight;
        }
        int left = random.nextInt(all);
        for (Kind kind : Kind.values()) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException();
    }

    private static Duration lasts(Kind kind, double share, Duration longest) {
        return switch (kind) {
            case FREEZE -> between(Duration.ofSeconds(5), longest, Math.pow(share, 4));
            case CUT, HOLD -> between(Duration.ofMillis(500), Duration.ofSeconds(15), share);
            case KILL, STOP -> between(Duration.ofMillis(100), Duration.ofSeconds(8), share);
            case RESTART -> between(Duration.ZERO, Duration.ofSeconds(3), share);
            case SESSIONS, CLOCK -> Duration.ZERO;
        };
    }

    private static Duration between(Duration least, Duration most, double share) {
        return least.plusMillis(Math.round(most.minus(least).toMillis() * share));
    }
}
