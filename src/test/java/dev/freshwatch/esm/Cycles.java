package dev.freshwatch.esm;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
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
    static List<Answer> inTurn(EsmClient client, EsmCycle cycle) {
        List<RecordLookup> looks = new ArrayList<>();
        client.planAlarmLookup(cycle)
                .forEach(look -> looks.add(client.searchWiderWindow(client.findNewestAlarm(look))));
        client.planEventLookups(client.readLastEvents(cycle))
                .forEach(look -> looks.add(client.searchWiderWindow(client.findNewestEvent(look))));
        return client.collectAnswers(cycle, looks);
    }

    static List<Answer> inTurn(EsmClient client) {
        return inTurn(client, client.openCycle());
    }

    /** All at once. */
    static List<Answer> atOnce(EsmClient client, EsmCycle cycle) {
        List<Callable<RecordLookup>> tasks = new ArrayList<>();
        client.planAlarmLookup(cycle)
                .forEach(look -> tasks.add(() -> client.searchWiderWindow(client.findNewestAlarm(look))));
        client.planEventLookups(client.readLastEvents(cycle))
                .forEach(look -> tasks.add(() -> client.searchWiderWindow(client.findNewestEvent(look))));
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<RecordLookup> looks = new ArrayList<>();
            for (Future<RecordLookup> done : pool.invokeAll(tasks)) {
                looks.add(done.get());
            }
            return client.collectAnswers(cycle, looks);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    static List<Answer> atOnce(EsmClient client) {
        return atOnce(client, client.openCycle(Duration.ofMinutes(2), CheckFilter.ALL));
    }

    static Map<String, Observation> observations(List<Answer> answers) {
        Map<String, Observation> byName = new LinkedHashMap<>();
        answers.forEach(answer -> byName.put(name(answer), answer.observation()));
        return byName;
    }

    static Map<String, Finding> findings(List<Answer> answers) {
        Map<String, Finding> byName = new LinkedHashMap<>();
        FreshnessCheck check = new FreshnessCheck();
        answers.forEach(answer -> byName.put(name(answer), check.judgeOne(answer)));
        return byName;
    }

    private static String name(Answer answer) {
        String id = answer.question().check().value();
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
