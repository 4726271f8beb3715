package dev.freshwatch.samples;

import dev.freshwatch.freshness.State;
import java.util.EnumMap;
import java.util.Map;

/** How many looks found each state. */
record LookCounts(int ok, int warning, int critical, int unknown) {

    static final LookCounts NONE = new LookCounts(0, 0, 0, 0);

    LookCounts plus(LookCounts other) {
        return new LookCounts(
                ok + other.ok, warning + other.warning, critical + other.critical, unknown + other.unknown);
    }

    LookCounts plus(State state) {
        return switch (state) {
            case OK -> new LookCounts(ok + 1, warning, critical, unknown);
            case WARNING -> new LookCounts(ok, warning + 1, critical, unknown);
            case CRITICAL -> new LookCounts(ok, warning, critical + 1, unknown);
            case UNKNOWN -> new LookCounts(ok, warning, critical, unknown + 1);
        };
    }

    int all() {
        return ok + warning + critical + unknown;
    }

    /** Null if there is no look. */
    State worst() {
        if (critical > 0) {
            return State.CRITICAL;
        }
        if (unknown > 0) {
            return State.UNKNOWN;
        }
        if (warning > 0) {
            return State.WARNING;
        }
        return ok > 0 ? State.OK : null;
    }

    /** States that were found. */
    Map<State, Integer> toMap() {
        Map<State, Integer> map = new EnumMap<>(State.class);
        put(map, State.OK, ok);
        put(map, State.WARNING, warning);
        put(map, State.CRITICAL, critical);
        put(map, State.UNKNOWN, unknown);
        return map;
    }

    private static void put(Map<State, Integer> map, State state, int count) {
        if (count > 0) {
            map.put(state, count);
        }
    }
}
