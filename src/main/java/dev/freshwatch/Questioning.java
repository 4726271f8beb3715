package dev.freshwatch;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.Device;
import dev.freshwatch.esm.EsmCycle;
import dev.freshwatch.esm.EsmDesk;
import dev.freshwatch.esm.EsmTrouble;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of questions to every platform, by the same routes as the watch. Sends nothing, remembers nothing. */
public final class Questioning {

    private static final Logger LOG = LoggerFactory.getLogger(Questioning.class);

    /** What a cycle may take beyond its own deadline before it is given up: it has its own limits on everything. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<String, EsmDesk> desks;
    private final List<EsmSettings> esms;
    private final ProducerTemplate camel;
    private final InstantSource clock;

    Questioning(Map<String, EsmDesk> desks, List<EsmSettings> esms, ProducerTemplate camel, InstantSource clock) {
        this.desks = desks;
        this.esms = esms;
        this.camel = camel;
        this.clock = clock;
    }

    /**
     * Makes the checks of all platforms side by side.
     *
     * @param within for everything together; what is not answered by then is unknown
     * @param only   which checks to make; session checks are always made
     */
    public List<Finding> check(Duration within, Predicate<CheckId> only) throws InterruptedException {
        Map<String, CompletableFuture<List<Answer>>> rounds = new LinkedHashMap<>();
        desks.forEach((name, desk) -> rounds.put(
                name, CompletableFuture.supplyAsync(() -> ask(name, desk, within, only), Questioning::start)));
        long end = System.nanoTime() + within.plus(GRACE).toNanos();
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<List<Answer>>> round : rounds.entrySet()) {
            answers.addAll(answersOf(round.getKey(), round.getValue(), end));
        }
        return new FreshnessCheck().judge(answers);
    }

    private static void start(Runnable round) {
        Thread thread = new Thread(round, "check");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("unchecked")
    private List<Answer> ask(String name, EsmDesk desk, Duration within, Predicate<CheckId> only) {
        EsmCycle cycle = desk.open(within, only);
        return camel.requestBody("direct:esm-" + name, cycle, List.class);
    }

    private List<Answer> answersOf(String name, CompletableFuture<List<Answer>> round, long end)
            throws InterruptedException {
        try {
            return round.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of(lost(name, Reason.TIMEOUT, "not finished in the time for everything together"));
        } catch (ExecutionException e) {
            LOG.error("esm.{}: the routes failed", name, e.getCause());
            return List.of(lost(name, Reason.FAILED, "the routes failed, see the log"));
        }
    }

    private Answer lost(String name, Reason cause, String detail) {
        CheckId session = CheckId.of("esm", name, "session");
        Question question = new Question(session, name, "session", Limits.NONE);
        return new Answer(question, new Unanswered(cause, detail, null), clock.instant());
    }

    /**
     * What an ESM said when it was asked for its Receivers.
     *
     * @param failure one line without secrets; null where it answered
     */
    public record DeviceList(String esm, List<Device> devices, String failure) {}

    /** Asks each ESM for its Receivers, one after the other. */
    public List<DeviceList> devices() {
        List<DeviceList> lists = new ArrayList<>();
        for (EsmSettings esm : esms) {
            try {
                Duration within = esm.requestTimeout().multipliedBy(2);
                lists.add(new DeviceList(esm.name(), desks.get(esm.name()).devices(within), null));
            } catch (EsmTrouble e) {
                lists.add(new DeviceList(esm.name(), List.of(), e.reason().word() + ": " + e.getMessage()));
            }
        }
        return lists;
    }
}
