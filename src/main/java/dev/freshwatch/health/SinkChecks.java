package dev.freshwatch.health;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealth.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks whether each sink accepts its notices: the checks {@code freshwatch/sink/<name>}. The bean {@code sinkChecks}
 * of the routes. Problems are reported through the other sinks.
 *
 * <p>A sink is down if all attempts have failed for {@code outbox.report-after}. It is degraded if one notice has been
 * failing that long while others were accepted, and for a while after it permanently refused a notice: at least an
 * hour, at most a day, and in between until it has accepted another one.
 */
public final class SinkChecks {

    private final Function<Collection<String>, List<SinkHealth>> look;
    private final Supplier<Collection<String>> inTrouble;
    private final Supplier<Collection<String>> sinks;
    private final Duration reportAfter;
    private final InstantSource clock;

    /**
     * Creates the bean.
     *
     * @param look      returns the health of sinks, in the order of their names
     * @param inTrouble the names of sinks that have an open problem
     * @param sinks     the names of enabled sinks
     */
    public SinkChecks(
            Function<Collection<String>, List<SinkHealth>> look,
            Supplier<Collection<String>> inTrouble,
            Supplier<Collection<String>> sinks,
            Duration reportAfter,
            InstantSource clock) {
        this.look = look;
        this.inTrouble = inTrouble;
        this.sinks = sinks;
        this.reportAfter = reportAfter;
        this.clock = clock;
    }

    /**
     * Returns one answer for each enabled sink, sorted by name; then one for each disabled sink that still has an open
     * problem.
     */
    public List<Answer> checkSinks() {
        Instant now = clock.instant();
        Collection<String> on = new TreeSet<>(sinks.get());
        List<Answer> answers = new ArrayList<>();
        for (SinkHealth health : look.apply(on)) {
            answers.add(new Answer(question(health.sink()), observation(health, now), now));
        }
        for (String gone : inTrouble.get()) {
            if (!on.contains(gone)) {
                answers.add(new Answer(question(gone), new Answered("is disabled", null), now));
            }
        }
        return answers;
    }

    private static Question question(String sink) {
        return new Question(new CheckId(OutboxComponent.CHECK + sink), sink, "sink", Limits.NONE);
    }

    private Observation observation(SinkHealth health, Instant now) {
        if (isLong(health.failingSince(), now)) {
            String text = String.format(
                    Locale.ROOT,
                    "has accepted nothing since %s (%s): %s; %s",
                    health.failingSince().truncatedTo(ChronoUnit.SECONDS),
                    Ages.words(Duration.between(health.failingSince(), now)),
                    health.reason(),
                    waiting(health.pending()));
            return new Down(text, "accepts nothing", null);
        }
        Trouble refused = health.refused();
        if (refused != null) {
            return new Degraded(
                    String.format(
                            Locale.ROOT,
                            "a notice about %s was given up and is kept as failed: %s",
                            refused.check(),
                            refused.reason()),
                    "gave up a notice",
                    null);
        }
        Trouble stuck = health.stuck();
        if (health.failingSince() == null && stuck != null && isLong(stuck.at(), now)) {
            return new Degraded(
                    String.format(
                            Locale.ROOT,
                            "accepts other notices, but not one about %s that has been waiting for %s: %s",
                            stuck.check(),
                            Ages.words(Duration.between(stuck.at(), now)),
                            stuck.reason()),
                    "is stuck on a notice",
                    null);
        }
        return new Answered(health.pending() == 0 ? "nothing is waiting" : waiting(health.pending()), null);
    }

    private boolean isLong(Instant since, Instant now) {
        return since != null && Duration.between(since, now).compareTo(reportAfter) >= 0;
    }

    private static String waiting(long pending) {
        return pending == 1 ? "1 notice waiting" : pending + " notices waiting";
    }
}
