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
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The pages beside health and metrics. They outlive reloads: each request uses the configuration in force at that time. */
final class WatchSites implements WebSite {

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
