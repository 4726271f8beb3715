package dev.freshwatch.esm;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs cycles as the routes do, and shows answers by the last part of their check id. */
final class Cycles {

    private Cycles() {}

    /** One after the other, on this thread. */
    static List<Answer> inTurn(EsmDesk desk, EsmCycle cycle) {
        List<Look> looks = new ArrayList<>();
        desk.alarms(cycle).forEach(look -> looks.add(desk.widerLook(desk.newestAlarm(look))));
        desk.receivers(cycle).forEach(look -> looks.add(desk.widerLook(desk.newestEvent(look))));
        return desk.answers(cycle, looks);
    }

    static List<Answer> inTurn(EsmDesk desk) {
        return inTurn(desk, desk.open());
    }

    /** All at once. */
    static List<Answer> atOnce(EsmDesk desk, EsmCycle cycle) {
        List<Callable<Look>> tasks = new ArrayList<>();
        desk.alarms(cycle).forEach(look -> tasks.add(() -> desk.widerLook(desk.newestAlarm(look))));
        desk.receivers(cycle).forEach(look -> tasks.add(() -> desk.widerLook(desk.newestEvent(look))));
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<Look> looks = new ArrayList<>();
            for (Future<Look> done : pool.invokeAll(tasks)) {
                looks.add(done.get());
            }
            return desk.answers(cycle, looks);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    static List<Answer> atOnce(EsmDesk desk) {
        return atOnce(desk, desk.open(Duration.ofMinutes(2), check -> true));
    }

    static Map<String, Observation> observations(List<Answer> answers) {
        Map<String, Observation> byName = new LinkedHashMap<>();
        answers.forEach(answer -> byName.put(name(answer), answer.observation()));
        return byName;
    }

    static Map<String, Finding> findings(List<Answer> answers) {
        Map<String, Finding> byName = new LinkedHashMap<>();
        FreshnessCheck check = new FreshnessCheck();
        answers.forEach(answer -> byName.put(name(answer), check.judge(answer)));
        return byName;
    }

    private static String name(Answer answer) {
        String id = answer.question().check().value();
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
