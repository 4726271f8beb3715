package dev.freshwatch.notice;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Life.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The life of one check as a table: what was open, what is found now, what people are told.
 *
 * <pre>
 * open episode   | ok        | warning, critical                     | unknown, not yet long | unknown for long
 * ---------------+-----------+---------------------------------------+-----------------------+------------------
 * none           | –         | PROBLEM, episode opens                | –                     | PROBLEM, episode opens
 * announced as s | RECOVERY, | CHANGE where the state differs from s | –                     | CHANGE where s is not unknown
 *                | it closes |                                       |                       |
 * </pre>
 *
 * Unknown is <em>long</em> once all observations have been unknown for {@code unknownAfter}. It never ends an episode.
 * In the shadow of a session that is not ok nothing is told, and the time of being unknown begins anew afterwards.
 *
 * <p>Pure; safe for use by many threads.
 */
public final class LifeRules {

    private final Duration unknownAfter;
    private final Supplier<String> newId;

    /**
     * @param unknownAfter how long a check may be unknown before that is told
     * @param newId        makes ids of episodes
     */
    public LifeRules(Duration unknownAfter, Supplier<String> newId) {
        this.unknownAfter = unknownAfter;
        this.newId = newId;
    }

    /**
     * One step.
     *
     * @param kind what is told; null = nothing
     * @param episode the episode that it is told about; null where nothing is told
     */
    public record Step(Life next, Kind kind, Episode episode) {

        /** What is told, if anything. */
        public Optional<Kind> told() {
            return Optional.ofNullable(kind);
        }
    }

    /**
     * The next step in the life of a check.
     *
     * @param shadowed whether the session of its platform is not ok, so that this check could not be asked
     */
    public Step next(Life life, Finding finding, boolean shadowed) {
        Instant now = finding.observedAt();
        if (shadowed) {
            return silent(life, finding, null);
        }
        if (finding.state() == State.UNKNOWN) {
            Instant since = life.unknownSince() == null ? now : life.unknownSince();
            boolean forLong = Duration.between(since, now).compareTo(unknownAfter) >= 0;
            return forLong ? bad(life, finding, since) : silent(life, finding, since);
        }
        if (finding.state() == State.OK) {
            return life.episode() == null
                    ? silent(life, finding, null)
                    : new Step(seen(life, finding, null, null), Kind.RECOVERY, life.episode());
        }
        return bad(life, finding, null);
    }

    private Step bad(Life life, Finding finding, Instant unknownSince) {
        Episode open = life.episode();
        if (open != null && open.announced() == finding.state()) {
            return silent(life, finding, unknownSince);
        }
        Episode episode = open == null
                ? new Episode(newId.get(), unknownSince == null ? finding.observedAt() : unknownSince, finding.state())
                : new Episode(open.id(), open.since(), finding.state());
        return new Step(seen(life, finding, unknownSince, episode), open == null ? Kind.PROBLEM : Kind.CHANGE, episode);
    }

    private static Step silent(Life life, Finding finding, Instant unknownSince) {
        return new Step(seen(life, finding, unknownSince, life.episode()), null, null);
    }

    private static Life seen(Life life, Finding finding, Instant unknownSince, Episode episode) {
        return new Life(life.check(), finding.state(), finding.observedAt(), unknownSince, episode);
    }
}
