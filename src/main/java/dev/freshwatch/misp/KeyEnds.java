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
 * The check {@code key} of one MISP: the known end dates of its keys, and the judgement. What was reported once stays
 * known until something else is reported: a failed call says nothing about the key that it carried. Thread-safe.
 */
final class KeyEnds {

    private static final MispException LOST =
            new MispException(Reason.TIMEOUT, "no answer within the time of this cycle");

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
     * Learns from the reports of a cycle, and judges. An end date that is near or past comes first, then what cannot be
     * judged, then an end date that is far away.
     *
     * @param reports only the first one of each key counts
     */
    synchronized Observation judge(List<KeyReport> reports, Instant now) {
        List<Expiry> ends = new ArrayList<>();
        MispException refused = null;
        MispException failed = null;
        for (MispKey key : keys) {
            KeyReport report = reports.stream()
                    .filter(one -> one.which() == key)
                    .findFirst()
                    .orElseGet(() -> KeyReport.without(key, LOST));
            learn(report, now);
            Instant end = known().containsKey(key) ? known().get(key).end() : null;
            boolean over = end != null && !end.isAfter(now);
            if (report.says() == Says.UNREADABLE || report.says() == Says.REFUSED && !over) {
                refused = refused == null ? of(report) : refused;
            } else if (end != null) {
                ends.add(new Expiry(key.people(), end, now, settings.keyWarnBefore(), report.elapsed()));
            } else if (report.says() == Says.NOTHING) {
                failed = failed == null ? of(report) : failed;
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
                keys.size() == 1 ? "no end date of the key is known" : "no end dates of the keys are known",
                reports.isEmpty() ? null : reports.get(0).elapsed());
    }

    /** A refusal already names the key. */
    private static MispException of(KeyReport report) {
        String message = report.failure().getMessage();
        return report.says() == Says.REFUSED
                ? report.failure()
                : report.failure().saying(report.which().people() + ": " + message);
    }

    private void learn(KeyReport report, Instant now) {
        Told before = known().get(report.which());
        if (report.says() == Says.END) {
            keep(report.which(), before, new Told(report.end()));
        }
        // A key that is accepted after its end date must have a new one.
        boolean outdated =
                before != null && before.end() != null && !before.end().isAfter(now);
        if (report.says() == Says.TAKEN && (before == null || outdated)) {
            keep(report.which(), before, new Told(null));
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
