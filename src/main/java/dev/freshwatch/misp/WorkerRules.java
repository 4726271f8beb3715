package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.MispSettings.Workers;
import dev.freshwatch.misp.Verdict.Level;
import dev.freshwatch.misp.WorkersReading.Queue;
import dev.freshwatch.misp.WorkersReading.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges the workers (section 4): <em>down</em> if a queue is not ok or has no good worker, or if the supervisor or
 * Redis is gone; <em>degraded</em> if one worker among good ones is bad, if there are fewer than expected, or if the
 * jobs of a queue only accumulate. Every listed queue and every expected one counts, except for ignored ones.
 */
final class WorkerRules {

    /** The only queue that a restart call of CakeResque does not bring back: it starts another worker instead. */
    private static final String SCHEDULER = "scheduler";

    private static final String WRONG_ACCOUNT = " has workers under a wrong account";

    private final Workers settings;
    private final String trustList;

    WorkerRules(MispSettings settings) {
        this.settings = settings.workers();
        this.trustList = settings.key("workers.trust-list");
    }

    /**
     * Judges a reading.
     *
     * @param highest the most good workers that each queue ever had, by queue; configured numbers take precedence
     * @param growing remarks about stuck queues, by queue
     * @return null if there is no queue to judge
     */
    Verdict judge(WorkersReading reading, Map<String, Integer> highest, Map<String, String> growing) {
        if (!reading.supervisor()) {
            return new Verdict(Level.DOWN, "the supervisor of the workers is gone", false, reading.elapsed());
        }
        if (reading.isWithoutRedis()) {
            return new Verdict(Level.DOWN, "Redis is gone, so no queue works", false, reading.elapsed());
        }
        Set<String> names = new TreeSet<>(reading.queues().keySet());
        names.addAll(highest.keySet());
        names.addAll(settings.expected().keySet());
        names.removeIf(name -> settings.ignores(name, runs(name, reading, highest)));
        if (names.isEmpty()) {
            return null;
        }
        Tally tally = new Tally(reading.watchdog());
        for (String name : names) {
            int expected = settings.expected().getOrDefault(name, highest.getOrDefault(name, 0));
            tally.count(name, reading.queues().get(name), expected, growing.get(name));
        }
        return tally.verdict(reading, settings.trustList(), trustList);
    }

    private static boolean runs(String name, WorkersReading reading, Map<String, Integer> highest) {
        Queue queue = reading.queues().get(name);
        return highest.getOrDefault(name, 0) > 0 || queue != null && queue.good() > 0;
    }

    /** Collects what is wrong, queue by queue. */
    private static final class Tally {

        private final boolean watchdog;
        private final List<String> empty = new ArrayList<>();
        private final List<String> down = new ArrayList<>();
        private final List<String> degraded = new ArrayList<>();
        private final List<String> causesDown = new ArrayList<>();
        private final List<String> causesDegraded = new ArrayList<>();
        private long good;
        private int queues;
        private boolean unseen;
        private boolean healable;
        private boolean unlisted;

        Tally(boolean watchdog) {
            this.watchdog = watchdog;
        }

        void count(String name, Queue queue, int expected, String growth) {
            queues++;
            if (queue == null) {
                down.add(String.format(Locale.ROOT, "queue %s (%d expected) is not listed", name, expected));
                causesDown.add(name + " has no good worker");
                unlisted = true;
                healable |= canStart(name);
                return;
            }
            List<Worker> workers = queue.workers();
            List<Worker> wrong = bad(workers, false);
            List<Worker> dead = bad(workers, true);
            good += queue.good();
            unseen |= workers.stream().anyMatch(worker -> !worker.seen());
            // A worker under a wrong account is present: restarting dead workers does not affect it.
            boolean missing = workers.size() < Math.max(1, expected);
            boolean mends = canStart(name) && (missing || !dead.isEmpty());
            unlisted |= workers.isEmpty();
            if (!queue.ok() || queue.good() == 0) {
                healable |= mends;
                causesDown.add(name + cause(queue, wrong));
                if (workers.isEmpty()) {
                    empty.add(name);
                } else {
                    String what = said(dead, wrong);
                    down.add(name + ": " + (what.isEmpty() ? "MISP says that it is not ok" : what));
                }
            } else if (!dead.isEmpty() || !wrong.isEmpty() || queue.good() < expected) {
                healable |= mends;
                causesDegraded.add(name + (wrong.isEmpty() ? " has fewer workers" : WRONG_ACCOUNT));
                String what = said(dead, wrong);
                int of = Math.max(expected, workers.size());
                degraded.add(String.format(
                        Locale.ROOT,
                        "%s has %d of %d workers%s",
                        name,
                        queue.good(),
                        of,
                        what.isEmpty() ? "" : " (" + what + ")"));
            }
            if (growth != null && queue.good() > 0) {
                degraded.add(name + ": " + growth);
                causesDegraded.add(name + " is stuck");
            }
        }

        /** Dead, gone or not listed: these come and go with a single cause. */
        private static String cause(Queue queue, List<Worker> wrong) {
            if (!wrong.isEmpty()) {
                return WRONG_ACCOUNT;
            }
            return queue.good() == 0 ? " has no good worker" : " is not ok";
        }

        private boolean canStart(String queue) {
            return watchdog || !queue.equals(SCHEDULER);
        }

        private static List<Worker> bad(List<Worker> workers, boolean correctUser) {
            return workers.stream()
                    .filter(worker -> !worker.ok() && worker.correctUser() == correctUser)
                    .toList();
        }

        private static String said(List<Worker> dead, List<Worker> wrong) {
            List<String> parts = new ArrayList<>();
            if (!dead.isEmpty()) {
                parts.add(workers(dead) + (dead.size() == 1 ? " is dead" : " are dead"));
            }
            if (!wrong.isEmpty()) {
                String user = wrong.get(0).user();
                parts.add(workers(wrong) + (wrong.size() == 1 ? " runs" : " run") + " under the wrong account"
                        + (user.isBlank() ? "" : " (" + user + ")"));
            }
            return String.join(", ", parts);
        }

        /** Returns {@code worker 4711} or {@code workers 4711, 4712}. */
        private static String workers(List<Worker> some) {
            List<String> pids = some.stream().map(Worker::pid).limit(5).toList();
            String more = some.size() > pids.size() ? " …" : "";
            return (some.size() == 1 ? "worker " : "workers ") + String.join(", ", pids) + more;
        }

        /** No worker seems to be alive, and yet none is missing from the lists. */
        private boolean isBlind() {
            return good == 0 && !unlisted;
        }

        Verdict verdict(WorkersReading reading, boolean trusted, String trustList) {
            List<String> parts = new ArrayList<>();
            if (!empty.isEmpty()) {
                parts.add("no worker in " + String.join(", ", empty));
            }
            boolean isDown = !empty.isEmpty() || !down.isEmpty();
            if (isBlind()) {
                parts.add("MISP sees none of its listed workers alive: if they run in another container or PID"
                        + " namespace and jobs are processed anyway, set " + trustList + " = true");
            }
            parts.addAll(down);
            parts.addAll(degraded);
            if (parts.isEmpty()) {
                parts.add(String.format(
                        Locale.ROOT,
                        "%d %s %s in %d %s",
                        good,
                        trusted ? "listed" : "good",
                        good == 1 ? "worker" : "workers",
                        queues,
                        queues == 1 ? "queue" : "queues"));
            } else if (!reading.controls()) {
                parts.add("MISP does not control its workers");
            }
            if (unseen) {
                parts.add("MISP cannot see whether they are alive");
            }
            Level level = isDown ? Level.DOWN : degraded.isEmpty() ? Level.GOOD : Level.DEGRADED;
            boolean canHeal = healable && reading.controls();
            String named = String.join(", ", isDown ? causesDown : causesDegraded);
            return new Verdict(level, String.join("; ", parts), named, canHeal, reading.elapsed());
        }
    }
}
