package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lives in memory, for tests. */
final class Remembered implements AlertStateStore {

    final Map<CheckId, AlertState> alertStates = new HashMap<>();
    final List<Silence> silences = new ArrayList<>();
    final Set<String> acknowledged = new HashSet<>();
    final Map<String, List<String>> groups = new HashMap<>();
    final List<Duration> shifts = new ArrayList<>();

    @Override
    public Map<CheckId, AlertState> of(Collection<CheckId> checks) {
        return checks.stream()
                .collect(Collectors.toMap(
                        check -> check, check -> alertStates.getOrDefault(check, AlertState.initial(check))));
    }

    @Override
    public void remember(Collection<AlertState> changed) {
        changed.forEach(alertState -> alertStates.put(alertState.check(), alertState));
    }

    @Override
    public List<Silence> silences(Instant now) {
        return silences;
    }

    @Override
    public Set<String> acknowledged(Instant now) {
        return acknowledged;
    }

    @Override
    public void group(String notice, Collection<String> episodes) {
        groups.put(notice, List.copyOf(episodes));
    }

    @Override
    public void shift(Duration by) {
        shifts.add(by);
        alertStates.replaceAll((check, alertState) -> moved(alertState, by));
    }

    private static AlertState moved(AlertState alertState, Duration by) {
        AlertState.Episode episode = alertState.episode();
        Cause cause = alertState.cause();
        return new AlertState(
                alertState.check(),
                alertState.state(),
                alertState.observedAt().plus(by),
                alertState.unknownSince() == null
                        ? null
                        : alertState.unknownSince().plus(by),
                alertState.confirmed(),
                alertState.row(),
                alertState.flaps(),
                alertState.gap(),
                episode == null || episode.toldAt() == null
                        ? episode
                        : new AlertState.Episode(
                                episode.id(),
                                episode.since(),
                                episode.told(),
                                episode.toldAt().plus(by),
                                episode.announcedBy(),
                                episode.shown(),
                                episode.cause()),
                cause.since() == null
                        ? cause
                        : new Cause(cause.key(), cause.looks(), cause.since().plus(by)));
    }
}
