package dev.freshwatch.app;

import dev.freshwatch.config.MachineName;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.ReloadCounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the outcome of reloads: in the log, in the metrics, to the commands beside the watch, and to the sinks as the
 * check {@code freshwatch/configuration}.
 */
final class ReloadReport {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadReport.class);

    private static final CheckId CHECK = CheckId.of("freshwatch", "configuration");
    private static final Question QUESTION = new Question(CHECK, "configuration", "configuration", Limits.NONE);
    private static final int LONGEST = 300;

    private final InstantSource clock;
    private final Supplier<Store> store;
    private final ClusterNode node;
    private final ReloadCounts counts;
    private Instant since;

    ReloadReport(InstantSource clock, Supplier<Store> store, ClusterNode node, ReloadCounts counts) {
        this.clock = clock;
        this.store = store;
        this.node = node;
        this.counts = counts;
    }

    /** The watch was started with this configuration. */
    void started(ActiveConfig active) {
        since = clock.instant();
        write(active, node.reloadsHeard(), null);
        try {
            boolean open = new OpenProblemsQuery(store.get(), List.of())
                    .all().stream().anyMatch(problem -> problem.check().equals(CHECK));
            if (open) {
                // What was refused in an earlier run is mended; otherwise this run would not have started.
                report(active, new Answered("the current files are in force", null));
            }
        } catch (StoreException e) {
            LOG.warn("Cannot find out whether an earlier configuration was refused: {}", e.getMessage());
        }
    }

    /** A reload begins. */
    Running began() {
        return new Running(clock.instant(), node.reloadsHeard());
    }

    /** A reload. */
    final class Running {

        private final Instant began;
        private final long answered;

        private Running(Instant began, long answered) {
            this.began = began;
            this.answered = answered;
        }

        void taken(ActiveConfig active) {
            since = clock.instant();
            counts.count(true, since);
            LOG.info("The new configuration was taken over");
            active.config().loaded().warnings().forEach(warning -> LOG.warn("{}", warning.text()));
            write(active, answered, new Reload(began, since, true, List.of()));
            report(active, new Answered("the current files are in force", null));
        }

        void refused(ActiveConfig active, List<String> faults) {
            Instant now = clock.instant();
            counts.count(false, now);
            LOG.error("The new configuration is refused, and the current one stays in force ({}):", number(faults));
            faults.forEach(fault -> LOG.error("  {}", fault));
            write(active, answered, new Reload(began, now, false, faults));
            report(active, new Degraded(words(faults), String.join("; ", faults), null));
        }
    }

    private static String words(List<String> faults) {
        String more = faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : "";
        return PlainText.line(
                String.format(
                        Locale.ROOT,
                        "the changed files are refused, and the earlier configuration stays in force: %s%s",
                        faults.get(0),
                        more),
                LONGEST);
    }

    private static String number(List<String> faults) {
        return faults.size() == 1 ? "1 fault" : faults.size() + " faults";
    }

    private void write(ActiveConfig active, long answered, Reload last) {
        try {
            new RunningConfigTable(store.get())
                    .write(new RunningConfigTable.Running(
                            node.name(),
                            MachineName.own(),
                            ProcessHandle.current().pid(),
                            active.settings().directory(),
                            since,
                            active.config().hash(),
                            answered,
                            active.config().files().text(),
                            active.templated(),
                            last));
        } catch (StoreException e) {
            LOG.error("status and reload cannot show the outcome: {}", e.getMessage());
        }
    }

    private void report(ActiveConfig active, Observation observation) {
        try {
            DetachedSender.send(
                    active.context(), "direct:judge", List.of(new Answer(QUESTION, observation, clock.instant())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
