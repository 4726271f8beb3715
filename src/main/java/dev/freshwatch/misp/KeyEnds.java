package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.misp.KeyMemory.Told;
import dev.freshwatch.misp.KeyReport.Says;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The check {@code key} of one MISP: what is known of the ends of its keys, and the verdict on it. What was told once is
 * known until something else is told: that a call fails says nothing of the key that it carried. Thread-safe.
 */
final class KeyEnds {

    private static final MispException LOST =
            new MispException(Reason.TIMEOUT, "no answer came in the time of this cycle");

    private final MispSettings settings;
    private final KeyMemory memory;
    private final List<MispKey> keys;
    private Map<MispKey, Told> known;

    KeyEnds(MispSettings settings, KeyMemory memory) {
        this.settings = settings;
        this.memory = memory;
        this.keys = Stream.of(MispKey.values())
                .filter(key -> key.of(settings) != null)
                .toList();
    }

    /**
     * Learns from the looks of a cycle, and judges. An end that is near or over comes first, then what cannot be judged,
     * then an end that is far away.
     *
     * @param looks at most one for each key counts, the first
     */
    synchronized Observation judge(List<KeyReport> looks, Instant now) {
        List<Expiry> ends = new ArrayList<>();
        MispException refused = null;
        MispException failed = null;
        for (MispKey key : keys) {
            KeyReport look = looks.stream()
                    .filter(one -> one.which() == key)
                    .findFirst()
                    .orElseGet(() -> KeyReport.without(key, LOST));
            learn(look, now);
            Instant end = known().containsKey(key) ? known().get(key).end() : null;
            boolean over = end != null && !end.isAfter(now);
            if (look.says() == Says.UNREADABLE || look.says() == Says.REFUSED && !over) {
                refused = refused == null ? of(look) : refused;
            } else if (end != null) {
                ends.add(new Expiry(key.people(), end, now, settings.keyWarnBefore(), look.elapsed()));
            } else if (look.says() == Says.NOTHING) {
                failed = failed == null ? of(look) : failed;
            }
        }
        Optional<Expiry> nearest = ends.stream().min(Comparator.comparing(Expiry::end));
        boolean near = nearest.isPresent()
                && !nearest.get().end().minus(settings.keyWarnBefore()).isAfter(now);
        if (refused != null && !near) {
            return refused.unanswered();
        }
        if (nearest.isPresent()) {
            return nearest.get();
        }
        if (known().isEmpty()) {
            return (failed == null ? LOST : failed).unanswered();
        }
        return new Answered(
                keys.size() == 1 ? "no end date is known" : "no end dates are known",
                looks.isEmpty() ? null : looks.get(0).elapsed());
    }

    /** A refusal names the key itself. */
    private static MispException of(KeyReport look) {
        String said = look.failure().getMessage();
        return look.says() == Says.REFUSED
                ? look.failure()
                : look.failure().saying(look.which().people() + ": " + said);
    }

    private void learn(KeyReport look, Instant now) {
        Told before = known().get(look.which());
        if (look.says() == Says.END) {
            keep(look.which(), before, new Told(look.end()));
        }
        // A key that is taken after its end has another one by now.
        boolean outdated =
                before != null && before.end() != null && !before.end().isAfter(now);
        if (look.says() == Says.TAKEN && (before == null || outdated)) {
            keep(look.which(), before, new Told(null));
        }
    }

    private void keep(MispKey key, Told before, Told told) {
        if (!told.equals(before)) {
            known.put(key, told);
            memory.keep(settings.name(), key.word(), key.fingerprint(settings), told);
        }
    }

    private Map<MispKey, Told> known() {
        if (known == null) {
            known = new EnumMap<>(MispKey.class);
            for (MispKey key : keys) {
                memory.told(settings.name(), key.word(), key.fingerprint(settings))
                        .ifPresent(told -> known.put(key, told));
            }
        }
        return known;
    }
}
