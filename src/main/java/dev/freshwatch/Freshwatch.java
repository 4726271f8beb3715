package dev.freshwatch;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Loaded;
import dev.freshwatch.config.Settings;
import dev.freshwatch.esm.EsmDesk;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.http.CamelHttp;
import dev.freshwatch.http.GuardedHttp;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.notice.Follow;
import dev.freshwatch.notice.LifeRules;
import dev.freshwatch.notice.Notice.Origin;
import dev.freshwatch.outbox.Following;
import dev.freshwatch.outbox.OneTransaction;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxTimes;
import dev.freshwatch.outbox.Store;
import dev.freshwatch.outbox.StoreUnavailable;
import dev.freshwatch.route.Pulses;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.Together;
import dev.freshwatch.tls.UnusableCaFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wiring, on one page: what the routes call by name is bound here and nowhere else; nothing is scanned.
 *
 * <p>{@link #watch} is the whole house. {@link #ask} is the part of it that asks platforms, for commands that send
 * nothing and remember nothing.
 */
public final class Freshwatch implements AutoCloseable {

    /** The watch can not start. The message is one plain line. */
    public static final class CannotStart extends Exception {
        CannotStart(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What routes can use as placeholders beside the keys of the configuration. */
    public static final Set<String> PLACEHOLDERS = SinkWiring.PLACEHOLDERS;

    private static final Logger LOG = LoggerFactory.getLogger(Freshwatch.class);

    /** Between the first cycles of two ESMs, so that they do not start at once. */
    private static final Duration SPREAD = Duration.ofMillis(500);

    private static final int SHUTDOWN_SECONDS = 10;

    private final Settings settings;
    private final InstantSource clock = InstantSource.system();
    private final Main camel = new Main();
    private final Map<String, EsmDesk> desks = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Freshwatch(Loaded loaded, List<Path> routeFiles) {
        settings = loaded.settings();
        MainConfigurationProperties main = camel.configure();
        main.setName("freshwatch");
        main.setRoutesIncludePattern(
                routeFiles.stream().map(file -> "file:" + file).collect(Collectors.joining(",")));
        main.setAutoConfigurationLogSummary(false);
        main.setShutdownTimeout(SHUTDOWN_SECONDS);
        main.setShutdownLogInflightExchangesOnTimeout(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        loaded.camel().forEach(camel::addInitialProperty);
        loaded.placeholders().forEach(camel::addInitialProperty);
    }

    /** Starts the watch: the store, then the sinks, then the pulses. */
    public static Freshwatch watch(Loaded loaded, RouteFiles routes) throws CannotStart {
        Freshwatch watch =
                new Freshwatch(loaded, routes.forWatch(loaded.settings().sinks()::isOn));
        return watch.started(() -> {
            // Beside Camel's own start: each of the two takes most of a second.
            CompletableFuture<Store> store =
                    CompletableFuture.supplyAsync(() -> Store.open(watch.settings.stateUrl(), watch.clock));
            watch.closing(() -> store.exceptionally(failed -> null)
                    .thenAccept(Freshwatch::close)
                    .join());
            SinkWiring.bind(watch.camel, watch.settings.sinks());
            watch.camel.init();
            watch.bindEsms();
            watch.bindStore(store.join(), routes.sinks());
            watch.addPulses();
        });
    }

    /** Starts only what asks platforms. */
    public static Freshwatch ask(Loaded loaded, RouteFiles routes) throws CannotStart {
        Freshwatch asking = new Freshwatch(loaded, routes.forAsking());
        return asking.started(() -> {
            asking.camel.init();
            asking.bindEsms();
        });
    }

    /** Asks each ESM once, now. */
    public Questioning questioning() {
        return new Questioning(desks, settings.esms(), camel.getCamelContext().createProducerTemplate(), clock);
    }

    private interface Wiring {
        void make() throws Exception;
    }

    private Freshwatch started(Wiring wiring) throws CannotStart {
        try {
            wiring.make();
            camel.start();
            return this;
        } catch (Exception e) {
            close();
            throw new CannotStart(plain(e), e);
        }
    }

    private void bindStore(Store store, Set<String> sinks) {
        store.setAside()
                .ifPresent(aside -> LOG.error("The store was damaged. It is kept as {}; a fresh one is used", aside));
        Set<String> disabled = new TreeSet<>(sinks);
        disabled.removeIf(settings.sinks()::isOn);
        OutboxTimes times = OutboxTimes.DEFAULT.with(
                settings.outbox().maxPause(), settings.outbox().keepFor());
        camel.bind(
                "outbox", new OutboxComponent(store, failure -> SinkWiring.verdict(failure, clock), disabled, times));
        camel.bind("oneTransaction", new OneTransaction(store));
        camel.bind("freshnessCheck", new FreshnessCheck());
        camel.bind("follow", new Following(follow()));
    }

    private Follow follow() {
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        LifeRules rules = new LifeRules(settings.unknownAfter(), newId);
        Origin origin =
                new Origin(settings.instanceName(), ProcessHandle.current().pid());
        return new Follow(rules, clock, origin, newId, this::platformHost);
    }

    private void bindEsms() throws Exception {
        camel.bind("together", new Together());
        for (EsmSettings esm : settings.esms()) {
            String name = "esm-" + esm.name();
            HttpLimits limits = HttpLimits.of(esm.requestTimeout()).withConnections(esm.maxQueries() + 2);
            camel.bind(name + "-http", new GuardedHttp(SinkWiring.trust(esm.tls()), limits));
            camel.bind(name + "-checks", pool(name + "-checks", 2));
            camel.bind(name + "-receivers", pool(name + "-receivers", esm.maxQueries()));
            EsmDesk desk = new EsmDesk(
                    esm, new CamelHttp(camel.getCamelTemplate(), "direct:" + name + "-call?block=false"), clock);
            camel.bind(name, desk);
            desks.put(esm.name(), desk);
            for (String template : List.of("esm", "esm-alarms", "esm-receivers", "esm-call")) {
                add(template, name + template.substring("esm".length()), Map.of("name", esm.name()));
            }
        }
    }

    private void addPulses() throws Exception {
        Pulses pulses = closing(new Pulses(camel.getCamelContext(), System::nanoTime));
        camel.bind("pulses", pulses);
        Duration first = Duration.ofMillis(100);
        for (EsmSettings esm : settings.esms()) {
            String id = "esm-" + esm.name() + "-pulse";
            String every = String.valueOf(esm.every().toMillis());
            add("esm-pulse", id, Map.of("name", esm.name(), "every", every, "first", String.valueOf(first.toMillis())));
            pulses.watch(id, esm.every());
            first = first.plus(SPREAD);
        }
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                pulses.start();
            }
        });
    }

    private void add(String template, String routeId, Map<String, Object> parameters) throws Exception {
        TemplatedRouteBuilder.builder(camel.getCamelContext(), template)
                .routeId(routeId)
                .parameters(parameters)
                .add();
    }

    private ExecutorService pool(String name, int size) {
        AtomicInteger count = new AtomicInteger();
        ExecutorService pool =
                Executors.newFixedThreadPool(size, task -> new Thread(task, name + "-" + count.incrementAndGet()));
        closing(pool::shutdownNow);
        return pool;
    }

    /** @param store null where it could not be opened */
    private static void close(Store store) {
        if (store != null) {
            store.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    private String platformHost(CheckId check) {
        return settings.esms().stream()
                .filter(esm -> check.platform().equals("esm/" + esm.name()))
                .map(esm -> esm.url().getHost())
                .findFirst()
                .orElse(null);
    }

    /** Camel wraps what went wrong many times; our own words come first, else the innermost cause says it. */
    private static String plain(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof StoreUnavailable || cause instanceof UnusableCaFile) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /**
     * Ends it: what is being asked is abandoned and its queries are closed, each ESM is logged out, sinks finish what
     * they are sending, and what is undelivered stays in the store.
     */
    @Override
    public void close() {
        desks.values().parallelStream().forEach(EsmDesk::close);
        camel.stop();
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed", resource, e);
            }
        }
    }
}
