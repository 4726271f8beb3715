package dev.freshwatch.app;

import dev.freshwatch.esm.Device;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.history.LearntReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of questions to every platform, by the same routes as the watch. Sends nothing, remembers nothing. */
public final class OneShotCheck {

    private static final Logger LOG = LoggerFactory.getLogger(OneShotCheck.class);

    /** What a cycle may take beyond its own deadline before it is given up: it has its own limits on everything. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<PlatformModule> platforms;
    private final ProducerTemplate camel;
    private final InstantSource clock;
    private final LearntReader learnt;

    OneShotCheck(List<PlatformModule> platforms, ProducerTemplate camel, InstantSource clock, LearntReader learnt) {
        this.platforms = List.copyOf(platforms);
        this.camel = camel;
        this.clock = clock;
        this.learnt = learnt;
    }

    /** Why what the watch has learnt is not taken into account, in one line; empty where it is, as far as was asked. */
    public Optional<String> notLearnt() {
        return learnt.trouble();
    }

    /**
     * Makes the checks of all platforms side by side.
     *
     * @param within for everything together; what is not answered by then is unknown
     * @param only   which checks to make; the session check of an ESM is always made
     */
    public List<Finding> check(Duration within, Predicate<CheckId> only) throws InterruptedException {
        Map<PlatformModule, CompletableFuture<List<Answer>>> rounds = new LinkedHashMap<>();
        for (PlatformModule platform : platforms) {
            rounds.put(platform, CompletableFuture.supplyAsync(() -> ask(platform, within, only), OneShotCheck::start));
        }
        long end = System.nanoTime() + within.plus(GRACE).toNanos();
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<PlatformModule, CompletableFuture<List<Answer>>> round : rounds.entrySet()) {
            answers.addAll(answersOf(round.getKey(), only, round.getValue(), end));
        }
        return new FreshnessCheck().judge(answers);
    }

    private static void start(Runnable round) {
        Thread thread = new Thread(round, "check");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("unchecked")
    private List<Answer> ask(PlatformModule platform, Duration within, Predicate<CheckId> only) {
        Object cycle = platform.open(within, only);
        return camel.requestBody("direct:" + platform.bean(), cycle, List.class);
    }

    private List<Answer> answersOf(
            PlatformModule platform, Predicate<CheckId> only, CompletableFuture<List<Answer>> round, long end)
            throws InterruptedException {
        try {
            return round.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return lost(platform, only, Reason.TIMEOUT, "not finished in the time for everything together");
        } catch (ExecutionException e) {
            LOG.error("{}: the routes failed", platform.id(), e.getCause());
            return lost(platform, only, Reason.FAILED, "the routes failed, see the log");
        }
    }

    private List<Answer> lost(PlatformModule platform, Predicate<CheckId> only, Reason cause, String detail) {
        return platform.questions(only).stream()
                .map(question -> new Answer(question, new Unanswered(cause, detail, null), clock.instant()))
                .toList();
    }

    /**
     * What an ESM said when it was asked for its Receivers.
     *
     * @param failure one line without secrets; null where it answered
     */
    public record DeviceList(String esm, List<Device> devices, String failure) {}

    /** Asks each ESM for its Receivers, one after the other. */
    public List<DeviceList> devices() {
        return platforms.stream()
                .map(PlatformModule::devices)
                .flatMap(Optional::stream)
                .toList();
    }
}
