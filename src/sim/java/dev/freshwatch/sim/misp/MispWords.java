package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.DurationWord;
import dev.freshwatch.sim.FaultWord;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a simulated MISP can be told, in words. Durations are {@code 0.2s 2m 1h}. Keys:
 *
 * <ul>
 *   <li>{@code kill=<queue>} (one worker), {@code kill-all=<queue>}, {@code kill-pid=<pid>}, {@code fragile=<queue>} (dies
 *       again after each start), {@code sturdy=<queue>}
 *   <li>{@code queue=<name>&workers=<n>}, {@code remove-queue=<name>}, {@code account=<queue>&user=<name>},
 *       {@code jobs=<queue>&count=<n>} with {@code every=<duration>} where they grow, {@code without-ok=<queue>}
 *   <li>{@code supervisor}, {@code redis}, {@code database}{@code =gone|back}; as Redis goes, so do the workers
 *   <li>{@code background-jobs=on|off}, {@code maintenance=on|off}, {@code proc=hidden|readable},
 *       {@code pids=elsewhere|here} (workers that MISP does not see),
 *       {@code controls=true|false|absent}, {@code numbers=text|plain}, {@code latency=<duration>}
 *   <li>{@code events=stop|resume|clear}, {@code publish=<age>}
 *   <li>{@code key=<name>&state=good|disabled|elsewhere|revoked} or {@code &ends=<duration from now>|never}
 *   <li>{@code fault=}{@link FaultWord a word}{@code &action=<servers/getWorkers, or *>}, with {@code times=<n>};
 *       {@code status:500} is an error of MISP's own here, and {@code redirect:login} goes to its login page;
 *       {@code faults=clear}, {@code counters=reset}
 * </ul>
 */
final class MispWords {

    private static final Set<String> COMPANIONS =
            Set.of("workers", "user", "count", "every", "state", "ends", "action", "times");

    private final SimMisp misp;

    MispWords(SimMisp misp) {
        this.misp = misp;
    }

    /** @throws IllegalArgumentException if a word is unknown or not allowed */
    void apply(Map<String, String> keys) {
        if (COMPANIONS.containsAll(keys.keySet())) {
            throw new IllegalArgumentException("nothing to do");
        }
        keys.forEach((key, value) -> {
            if (!COMPANIONS.contains(key) && !ofWorkers(key, value, keys) && !ofTheRest(key, value, keys)) {
                throw new IllegalArgumentException("no key '" + key + "'");
            }
        });
    }

    private boolean ofWorkers(String key, String value, Map<String, String> keys) {
        Workers workers = misp.workers();
        switch (key) {
            case "kill" -> workers.kill(value);
            case "kill-all" -> workers.killAll(value);
            case "kill-pid" -> workers.kill(Long.parseLong(value));
            case "fragile" -> workers.fragile(value, true);
            case "sturdy" -> workers.fragile(value, false);
            case "queue" -> workers.queue(value, Integer.parseInt(keys.getOrDefault("workers", "1")));
            case "remove-queue" -> workers.removeQueue(value);
            case "account" -> workers.account(value, keys.getOrDefault("user", "nobody"));
            case "without-ok" -> workers.withoutOk(value, true);
            case "jobs" -> {
                long count = Long.parseLong(keys.getOrDefault("count", "0"));
                if (keys.containsKey("every")) {
                    workers.jobs(value, count, DurationWord.parse(keys.get("every")));
                } else {
                    workers.jobs(value, count);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofTheRest(String key, String value, Map<String, String> keys) {
        MispBehaviour behaviour = misp.behaviour();
        switch (key) {
            case "supervisor" -> behaviour.supervisorGone(one(value, "gone", "back"));
            case "redis" -> redis(one(value, "gone", "back"));
            case "database" -> behaviour.databaseGone(one(value, "gone", "back"));
            case "background-jobs" -> behaviour.jobsOff(one(value, "off", "on"));
            case "maintenance" -> behaviour.maintenance(one(value, "on", "off"));
            case "proc" -> behaviour.procHidden(one(value, "hidden", "readable"));
            case "pids" -> behaviour.workersElsewhere(one(value, "elsewhere", "here"));
            case "numbers" -> behaviour.plainNumbers(one(value, "plain", "text"));
            case "controls" ->
                behaviour.controls(value.equals("absent") ? null : (Boolean) one(value, "true", "false"));
            case "latency" -> behaviour.latency(DurationWord.parse(value));
            case "events" -> events(value);
            case "publish" -> misp.events().published(DurationWord.parse(value));
            case "key" -> key(value, keys);
            case "fault" -> fault(value, keys);
            case "faults" -> only(value, "clear", misp.faults()::clear);
            case "counters" -> only(value, "reset", misp::resetCounters);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void redis(boolean gone) {
        if (gone) {
            misp.workers().killAll();
        }
        misp.behaviour().redisGone(gone);
    }

    private void events(String word) {
        switch (word) {
            case "stop" -> misp.events().stop();
            case "resume" -> misp.events().resume();
            case "clear" -> misp.events().clear();
            default -> throw new IllegalArgumentException("stop, resume or clear, not " + word);
        }
    }

    private void key(String name, Map<String, String> keys) {
        String ends = keys.get("ends");
        if (ends != null) {
            Instant end = ends.equals("never") ? null : Instant.now().plus(DurationWord.parse(ends));
            misp.keys().change(name, key -> key.ending(end));
        }
        String state = keys.getOrDefault("state", ends == null ? "" : "good");
        switch (state) {
            case "good" -> misp.keys().change(name, key -> key.asDisabled(false).tiedElsewhere(false));
            case "disabled" -> misp.keys().change(name, key -> key.asDisabled(true));
            case "elsewhere" -> misp.keys().change(name, key -> key.tiedElsewhere(true));
            case "revoked" -> misp.keys().revoke(name);
            default -> throw new IllegalArgumentException("good, disabled, elsewhere or revoked, not '" + state + "'");
        }
    }

    private void fault(String word, Map<String, String> keys) {
        String action = keys.getOrDefault("action", SimFaults.ANY).toLowerCase(Locale.ROOT);
        int times = Integer.parseInt(keys.getOrDefault("times", Integer.toString(Integer.MAX_VALUE)));
        SimFault fault =
                switch (word) {
                    case "redirect:login" -> SimFault.redirect(misp.url() + "/users/login");
                    case "status:500" ->
                        new SimFault.Instead(MispAnswers.error(500, "An Internal Error Has Occurred.", "/" + action));
                    case "status:429" ->
                        new SimFault.Instead(limited(MispAnswers.error(429, "Rate limit exceeded.", "/" + action)));
                    default -> FaultWord.parse(word);
                };
        misp.faults().next(times, action, fault);
    }

    private static HttpAnswer limited(HttpAnswer answer) {
        return new Searches.Allowance(3, 0, 900, true).on(answer);
    }

    private static void only(String value, String word, Runnable action) {
        one(value, word, word);
        action.run();
    }

    /** Returns whether the value is the first of two words. */
    private static boolean one(String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException(yes + " or " + no + ", not " + value);
        }
        return value.equals(yes);
    }
}
