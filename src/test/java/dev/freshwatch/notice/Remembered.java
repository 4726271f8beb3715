package dev.freshwatch.notice;

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
final class Remembered implements Lives {

    final Map<CheckId, Life> lives = new HashMap<>();
    final List<Silence> silences = new ArrayList<>();
    final Set<String> acknowledged = new HashSet<>();
    final Map<String, List<String>> groups = new HashMap<>();
    final List<Duration> shifts = new ArrayList<>();

    @Override
    public Map<CheckId, Life> of(Collection<CheckId> checks) {
        return checks.stream()
                .collect(Collectors.toMap(check -> check, check -> lives.getOrDefault(check, Life.unborn(check))));
    }

    @Override
    public void remember(Collection<Life> changed) {
        changed.forEach(life -> lives.put(life.check(), life));
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
        lives.replaceAll((check, life) -> moved(life, by));
    }

    private static Life moved(Life life, Duration by) {
        Life.Episode episode = life.episode();
        Cause cause = life.cause();
        return new Life(
                life.check(),
                life.state(),
                life.observedAt().plus(by),
                life.unknownSince() == null ? null : life.unknownSince().plus(by),
                life.confirmed(),
                life.row(),
                life.flaps(),
                life.gap(),
                episode == null || episode.toldAt() == null
                        ? episode
                        : new Life.Episode(
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
