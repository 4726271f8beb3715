package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import dev.freshwatch.misp.HealRules.Step;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts dead workers, within limits. After each cycle the routes call {@link #healWhereNeeded}; if that made a call,
 * they wait and call {@link #checkAgain}. Only that second check proves success: the answer to the call does not, and
 * its text is never read. For one thread at a time, except for {@link #remark}.
 */
public final class Healer {

    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);

    private static final String CALL = "restartDeadWorkers";
    private static final Duration FAR_BACK = Duration.ofDays(90);
    /** Up to this many successes in a day are not remarked on. */
    private static final int QUIET = 3;

    private final MispSettings settings;
    private final MispClient client;
    private final HealLog log;
    private final HealRules rules;
    private final HealBudget budget;
    private final Function<CheckId, Optional<String>> openEpisode;
    private final PlatformClock time;
    private final CheckId workers;
    private final HealHold hold;
    private volatile boolean settled;
    private Verdict bad;

    /**
     * For one MISP.
     *
     * @param openEpisode returns the id of the confirmed problem of a check; empty if there is none
     * @param forbidden   returns who does not want this check to be healed now; empty = nobody
     */
    public Healer(
            MispSettings settings,
            MispClient client,
            HealLog log,
            Function<CheckId, Optional<String>> openEpisode,
            Function<CheckId, Optional<String>> forbidden) {
        this.settings = settings;
        this.client = client;
        this.log = log;
        this.openEpisode = openEpisode;
        this.time = client.time();
        this.rules = new HealRules(settings.heal().maxPerHour());
        this.budget = new HealBudget(settings.heal().maxPerHour(), time);
        this.workers = CheckId.of("misp", settings.name(), "workers");
        this.hold = new HealHold(client, workers, forbidden);
    }

    /** Another process may have healed this MISP in the meantime. */
    public void takeOver() {
        settled = false;
    }

    /** Decides what to do after this cycle; makes the call if there is to be one. */
    public HealStep healWhereNeeded(MispCycle cycle) {
        Verdict verdict = cycle.workers();
        Heal heal = settings.heal();
        if (verdict == null || !(heal.enabled() || heal.dryRun())) {
            return HealStep.NOTHING;
        }
        try {
            settleLeftOver(verdict);
            Optional<String> held = hold.after(cycle);
            Optional<String> episode = verdict.healable() ? openEpisode.apply(workers) : Optional.empty();
            if (episode.isEmpty() || (held.isPresent() && hold.isHeld(held, verdict))) {
                return HealStep.NOTHING;
            }
            bad = verdict;
            return heal.dryRun() ? recordDryRun(episode.get()) : begin(episode.get());
        } catch (RuntimeException e) {
            // Nothing may be done that cannot be recorded.
            LOG.error("{}: healing skipped: {}", workers, e.getMessage());
            return HealStep.NOTHING;
        }
    }

    private void settleLeftOver(Verdict verdict) {
        if (settled) {
            return;
        }
        for (Attempt attempt : attempts()) {
            if (attempt.outcome() == Outcome.ATTEMPTED) {
                Outcome outcome = verdict.isGood() ? Outcome.PROVEN : Outcome.FAILED;
                log.settle(
                        settings.name(),
                        attempt.id(),
                        outcome,
                        "Freshwatch was restarted, and then found: " + verdict.text());
            }
        }
        settled = true;
    }

    private HealStep recordDryRun(String episode) {
        if (attempts().stream().noneMatch(attempt -> attempt.episode().equals(episode))) {
            write(episode, Outcome.DRY_RUN, bad.text());
            LOG.info("{}: {}; dry run: would call {}", workers, bad.text(), CALL);
        }
        return HealStep.NOTHING;
    }

    private HealStep begin(String episode) {
        List<Attempt> attempts = attempts();
        Step step = rules.next(attempts, episode, time.now());
        return switch (step == Step.CALL && !budget.hasOne() ? Step.GIVE_UP : step) {
            case CALL -> call(episode);
            case GIVE_UP -> giveUp(episode, attempts, "", List.of());
            case WAIT, OVER -> HealStep.NOTHING;
        };
    }

    private HealStep call(String episode) {
        if (hold.isHeld(hold.asked(), bad)) {
            return HealStep.NOTHING;
        }
        // Before the call: if Freshwatch ends in between, there must be no second one.
        String id = write(episode, Outcome.ATTEMPTED, bad.text());
        budget.take();
        LOG.info("{}: {}; calling {}", workers, bad.text(), CALL);
        Restart restart = client.restartDeadWorkers();
        if (!restart.hopeless()) {
            return HealStep.called(id, restart.failure() == null ? "" : restart.failure() + "; ");
        }
        log.settle(settings.name(), id, Outcome.FAILED, restart.failure());
        LOG.warn("{}: {}: {}", workers, CALL, restart.failure());
        return giveUp(episode, attempts(), " (" + restart.failure() + ")", List.of());
    }

    /** Waits before the second check, and returns the same step; shutdown ends the wait. */
    public HealStep awaitWorkers(HealStep step, long millis) throws InterruptedException {
        client.pause(Duration.ofMillis(millis));
        return step;
    }

    /** Checks the effect, some seconds after the call. */
    public HealStep checkAgain(HealStep step) {
        MispCycle second = client.openForWorkers();
        List<Answer> answers = client.collectAnswers(second, client.checkWorkers(second));
        if (answers.isEmpty()) { // shutting down; the next start settles what is left
            return HealStep.NOTHING;
        }
        try {
            return settle(step, second.workers(), answers);
        } catch (RuntimeException e) {
            LOG.error("{}: the result of {} cannot be stored: {}", workers, CALL, e.getMessage());
            return HealStep.looked(null, null, answers);
        }
    }

    private HealStep settle(HealStep step, Verdict verdict, List<Answer> answers) {
        if (verdict != null && verdict.isGood()) {
            log.settle(settings.name(), step.attempt(), Outcome.PROVEN, step.note() + verdict.text());
            String text = String.format(Locale.ROOT, "healed by %s: %s%s", CALL, verdict.text(), tooOften());
            return HealStep.looked("HEALED", finding(answers, new Answered(text, verdict.elapsed())), answers);
        }
        String result = verdict == null ? "could not be judged" : verdict.text();
        log.settle(settings.name(), step.attempt(), Outcome.FAILED, step.note() + "a second look: " + result);
        LOG.warn("{}: {} did not help; {}a second look: {}", workers, CALL, step.note(), result);
        bad = verdict == null ? bad : verdict;
        List<Attempt> attempts = attempts();
        String episode = attempts.stream()
                .filter(attempt -> attempt.id().equals(step.attempt()))
                .map(Attempt::episode)
                .findFirst()
                .orElseThrow();
        return rules.canGoOn(attempts, episode)
                ? HealStep.looked(null, null, answers)
                : giveUp(episode, attempts, "", answers);
    }

    private String tooOften() {
        long proven = HealRemark.provenWithinADay(attempts(), time.now());
        if (proven <= QUIET) {
            LOG.info("{}: healed by {}", workers, CALL);
            return "";
        }
        LOG.warn("{}: healed by {}, {} times within a day: something kills the workers", workers, CALL, proven);
        return String.format(Locale.ROOT, "; %d times within a day: something kills the workers", proven);
    }

    /** Announces once that healing was given up. @param answers empty if the cycle itself was already judged */
    private HealStep giveUp(String episode, List<Attempt> attempts, String why, List<Answer> answers) {
        String words = HealRemark.givenUp(attempts, episode) + why;
        write(episode, Outcome.GIVEN_UP, words);
        LOG.warn("{}: {}; {}", workers, bad.text(), words);
        // If there was no call at all, the problem itself said so.
        boolean told = HealRules.calls(attempts, episode).isEmpty();
        return told
                ? HealStep.NOTHING
                : HealStep.looked("REMINDER", finding(answers, bad.observation("; " + words)), answers);
    }

    /** Returns what the text of the check says about healing, or why there is none; may be empty. */
    String remark(Verdict verdict) {
        Heal heal = settings.heal();
        if (!verdict.healable() || !(heal.enabled() || heal.dryRun())) {
            return "";
        }
        try {
            List<Attempt> attempts = attempts();
            boolean spent = HealRemark.isSpent(heal, attempts, time.now()) || !budget.hasOne();
            String episode = openEpisode.apply(workers).orElse("");
            return HealRemark.of(heal, CALL, hold.now().orElse(null), attempts, episode, spent);
        } catch (RuntimeException e) {
            LOG.warn("{}: cannot read earlier healing attempts: {}", workers, e.getMessage());
            return "";
        }
    }

    private Finding finding(List<Answer> answers, Observation observation) {
        Instant at = answers.isEmpty() ? time.now() : answers.get(0).observedAt();
        return new FreshnessCheck().judgeOne(new Answer(client.workersQuestion(), observation, at));
    }

    private List<Attempt> attempts() {
        return log.since(settings.name(), time.now().minus(FAR_BACK));
    }

    private String write(String episode, Outcome outcome, String detail) {
        String id = UUID.randomUUID().toString();
        log.write(new Attempt(id, time.now(), settings.name(), episode, CALL, outcome, detail));
        return id;
    }
}
