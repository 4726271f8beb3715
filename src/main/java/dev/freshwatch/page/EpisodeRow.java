package dev.freshwatch.page;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.EpisodeHistory.Episode;
import dev.freshwatch.outbox.EpisodeSearch.Found;
import dev.freshwatch.outbox.NoticeQuery.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A problem in the list of episodes.
 *
 * @param id      of the episode
 * @param state   the word of the worst state that was told; unknown where nobody was told
 * @param name    of the check
 * @param href    of the check
 * @param text    what was wrong; empty = not known
 * @param since   when it began
 * @param closed  null = it lasts
 * @param length  in words
 * @param notices the latest first; each with what became of it
 */
record EpisodeRow(
        String id,
        String state,
        String name,
        String href,
        String text,
        Instant since,
        Instant closed,
        String length,
        List<NoticeRow> notices) {

    static EpisodeRow of(Found found, Instant now) {
        Episode episode = found.episode();
        Instant end = episode.closed() == null ? now : episode.closed();
        State worst = Stream.concat(
                        Stream.ofNullable(episode.state()),
                        episode.notices().stream()
                                .flatMap(told -> own(told, found))
                                .map(Finding::state))
                .filter(state -> state != State.OK)
                .max(State.byWeight())
                .orElse(State.UNKNOWN);
        return new EpisodeRow(
                episode.id(),
                worst.word(),
                CheckName.of(found.check(), found.name()),
                PageLinks.check(found.check()),
                PlainText.name(episode.message()),
                episode.since(),
                episode.closed(),
                Ages.words(Duration.between(episode.since(), end)),
                episode.notices().stream()
                        .map(told -> NoticeRow.of(of(told, found)))
                        .toList());
    }

    private static Stream<Finding> own(Told told, Found found) {
        return told.notice().findings().stream()
                .filter(finding -> finding.check().equals(found.check()));
    }

    /** A notice of several checks as this one has it. */
    private static Told of(Told told, Found found) {
        Notice notice = told.notice();
        return own(told, found)
                .findFirst()
                .map(finding -> new Told(
                        new Notice(
                                notice.id(),
                                notice.kind(),
                                notice.episode(),
                                finding,
                                notice.since(),
                                notice.madeAt(),
                                notice.origin(),
                                notice.platformHost()),
                        0,
                        told.deliveries()))
                .orElse(told);
    }
}
