package dev.freshwatch.app;

import dev.freshwatch.api.ApiSite;
import dev.freshwatch.api.BadgeSite;
import dev.freshwatch.api.PushSite;
import dev.freshwatch.page.PageSite;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.service.PushReports;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.AssetSite;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages beside health and metrics. They outlive reloads: each request uses the configuration in force at that time. */
final class WatchSites implements WebSite {

    private static final Logger LOG = LoggerFactory.getLogger(WatchSites.class);

    /** The notices of the first looks go first. */
    private static final Duration LATER = Duration.ofSeconds(2);

    private static final WebRequest FRONT =
            new WebRequest("GET", "/", Map.of(), Map.of("accept-encoding", "gzip"), new byte[0]);

    private final WebSite all;

    /**
     * @param view   the store as readers see it, and the configuration in force; fails while there is none
     * @param health the parts of the watch itself, each with {@code ok} or its trouble
     * @param push   takes reports by the configuration in force; fails while there is none
     */
    WatchSites(
            Supplier<StoreView> view,
            SampleReader samples,
            Supplier<Map<String, String>> health,
            Supplier<PushReports> push,
            InstantSource clock) {
        all = WebSite.firstOf(List.of(
                new AssetSite(),
                new ApiSite(view, samples),
                new BadgeSite(view),
                new PushSite(push),
                new PageSite(view, samples, health, clock, ZoneId.systemDefault())));
    }

    /**
     * Makes the first page once, a moment after the first look: its first reader must not wait until a day of samples is read.
     *
     * @param open whether there can be readers
     */
    void warmUpAfter(CompletionStage<Void> firstLook, BooleanSupplier open) {
        Executor aside = task -> {
            Thread thread = new Thread(task, "page-warm-up");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
        };
        Executor later = CompletableFuture.delayedExecutor(LATER.toMillis(), TimeUnit.MILLISECONDS, aside);
        firstLook
                .thenRunAsync(
                        () -> {
                            if (open.getAsBoolean()) {
                                LOG.debug(
                                        "The first page is made: {}",
                                        answer(FRONT).status());
                            }
                        },
                        later)
                .whenComplete((made, failure) -> {
                    if (failure != null) {
                        LOG.warn("The first page cannot be made", failure);
                    }
                });
    }

    /**
     * Returns what reports are made from, now.
     *
     * @throws NotNow if the store is not open yet
     */
    static StoreView view(StartupResources startup, ActiveConfig active) {
        Store store = startup.opened()
                .orElseThrow(() -> new NotNow(
                        "the store is not open yet"
                                + startup.storeWaitsFor().map(why -> ": " + why).orElse(""),
                        null));
        return new StoreView(
                store.reading(), true, active.settings().maintenances(), active.sinksOn(), active.configured());
    }

    /**
     * Returns what takes reports, now.
     *
     * @throws NotNow if the watch has not started yet
     */
    static PushReports push(WatchHealth health, ActiveConfig active) {
        if (!health.isStarted()) {
            throw new NotNow("the watch has not started yet", null);
        }
        return new PushReports(active.services().services());
    }

    @Override
    public WebResponse answer(WebRequest request) {
        try {
            return all.answer(request);
        } catch (StoreException e) {
            throw new NotNow(e.getMessage(), e);
        }
    }
}
