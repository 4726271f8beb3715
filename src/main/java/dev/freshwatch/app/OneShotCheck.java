package dev.freshwatch.app;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.esm.Device;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.history.LearntReader;
import dev.freshwatch.misp.MispSurvey;
import dev.freshwatch.route.RouteFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every platform once, with the same routes as the watch. Sends and stores nothing. */
public final class OneShotCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OneShotCheck.class);

    /** How much a cycle may exceed its own deadline before it is given up; all its calls have their own limits. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CamelAssembly assembly;
    private final LearntReader learnt;
    private final Platforms platforms;
    private final ServiceModule services;
    private final AppModules modules;

    private OneShotCheck(LoadedConfig loaded, RouteFiles routes) {
        assembly = CamelAssembly.of(loaded, routes.forAsking());
        learnt = new LearntReader(assembly.settings().state());
        platforms = new Platforms(assembly, learnt);
        services = new ServiceModule(assembly, learnt);
        modules = new AppModules(assembly, List.of(services, platforms));
    }

    /** Starts only what asks platforms and services. */
    public static OneShotCheck open(LoadedConfig loaded, RouteFiles routes) throws StartupException {
        OneShotCheck check = new OneShotCheck(loaded, routes);
        try {
            check.modules.bind();
            check.standStill();
            check.modules.start();
            return check;
        } catch (Exception e) {
            check.close();
            throw StartupException.of(e);
        }
    }

    /** Removes timers, so that only the requested checks are made. */
    private void standStill() {
        assembly.model().getRouteDefinitions().stream()
                .filter(route -> !route.getInput().getEndpointUri().startsWith("direct:"))
                .forEach(route -> route.setAutoStartup("false"));
    }

    private List<CheckSource> sources() {
        List<CheckSource> sources = new ArrayList<>(platforms.all());
        if (!services.isEmpty()) {
            sources.add(services);
        }
        return sources;
    }

    /** Why the data learnt by the watch is not used, in one line; empty if it is used, as far as it was needed. */
    public Optional<String> notLearnt() {
        return learnt.trouble();
    }

    /**
     * Makes the checks of all platforms with checks that the filter may match, in parallel.
     *
     * @param within time limit for everything; checks not answered by then are unknown
     * @param only   the checks to make; the session check of an ESM is always made
     */
    public List<Finding> check(Duration within, CheckFilter only) throws InterruptedException {
        ProducerTemplate camel = assembly.camel().getCamelContext().createProducerTemplate();
        Map<CheckSource, CompletableFuture<List<Answer>>> rounds = new LinkedHashMap<>();
        for (CheckSource source : sources()) {
            if (!source.mayMatch(only)) {
                continue;
            }
            rounds.put(
                    source, CompletableFuture.supplyAsync(() -> ask(camel, source, within, only), OneShotCheck::start));
        }
        long end = System.nanoTime() + within.plus(GRACE).toNanos();
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<CheckSource, CompletableFuture<List<Answer>>> round : rounds.entrySet()) {
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
    private List<Answer> ask(ProducerTemplate camel, CheckSource source, Duration within, CheckFilter only) {
        Object cycle = source.open(within, only);
        return camel.requestBody("direct:" + source.bean(), cycle, List.class);
    }

    private List<Answer> answersOf(
            CheckSource source, CheckFilter only, CompletableFuture<List<Answer>> round, long end)
            throws InterruptedException {
        try {
            return round.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return lost(source, only, Reason.TIMEOUT, "not finished within the time for the whole check");
        } catch (ExecutionException e) {
            LOG.error("{}: the routes failed", source.id(), e.getCause());
            return lost(source, only, Reason.FAILED, "the routes failed, see the log");
        }
    }

    private List<Answer> lost(CheckSource source, CheckFilter only, Reason cause, String detail) {
        return source.questions(only).stream()
                .map(question -> new Answer(
                        question,
                        new Unanswered(cause, detail, null),
                        assembly.clock().instant()))
                .toList();
    }

    /**
     * The answer of an ESM that was asked for its Receivers.
     *
     * @param failure one line without secrets; null if it answered
     */
    public record DeviceList(String esm, List<Device> devices, String failure) {}

    /** Asks each ESM for its Receivers, one after the other. */
    public List<DeviceList> devices() {
        return sources().stream()
                .map(CheckSource::devices)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Asks each MISP about itself, one after the other. */
    public List<MispSurvey> surveys() {
        return sources().stream()
                .map(CheckSource::survey)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Abandons running requests and logs out while Camel keeps running. Called by the thread that ends the process; the
     * thread that is asking then fails soon.
     */
    public void abandon() {
        platforms.ending();
    }

    @Override
    public void close() {
        modules.close();
    }
}
