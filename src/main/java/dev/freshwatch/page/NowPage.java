package dev.freshwatch.page;

import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The first page: {@code /}, and {@code /?platform=esm/soc} for all checks of a platform. Thread-safe. */
final class NowPage {

    /** Variants of the page that are kept with a snapshot; there are as many as platforms have pages. */
    private static final int MOST_KEPT = 20;

    private final ZoneId zone;
    private final SnapshotCache<Snapshot> snapshots;

    /** One state of the watch, and the pages made of it so far. */
    private record Snapshot(NowData data, Map<String, PageText> pages) {}

    /** @param health the parts of the watch itself, each with {@code ok} or its trouble */
    NowPage(
            Supplier<StoreView> view,
            SampleReader samples,
            Supplier<Map<String, String>> health,
            ZoneId zone,
            LongSupplier nanoTime) {
        this.zone = zone;
        HeatColumns heat = new HeatColumns(samples);
        snapshots = new SnapshotCache<>(
                () -> new Snapshot(NowData.read(view.get(), health.get(), heat), new ConcurrentHashMap<>()), nanoTime);
    }

    WebResponse answer(WebRequest request) {
        Snapshot snapshot = snapshots.get();
        String platform = request.query().get("platform");
        int page = Math.min(
                page(request.query().get("page")), pages(snapshot.data().checksOf(platform)));
        String key = page + " " + (platform == null ? "" : platform);
        boolean kept = snapshot.pages().containsKey(key)
                || (snapshot.pages().size() < MOST_KEPT
                        && (platform == null || snapshot.data().checksOf(platform) > 0));
        PageText text = kept
                ? snapshot.pages().computeIfAbsent(key, any -> render(snapshot.data(), platform, page))
                : render(snapshot.data(), platform, page);
        return text.answer(request.header().get("accept-encoding"));
    }

    private static int page(String given) {
        return given != null && given.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(given) : 1;
    }

    /** At least one. */
    private static int pages(int checks) {
        return Math.max(1, (checks + PlatformTables.MOST - 1) / PlatformTables.MOST);
    }

    private PageText render(NowData data, String platform, int page) {
        PageTimes times = new PageTimes(data.status().at(), zone);
        PlatformTables tables = new PlatformTables(data, times);
        List<PlatformTable> shown;
        Paging paging = Paging.NONE;
        if (platform == null) {
            shown = tables.all();
        } else {
            Optional<PlatformTable> one = tables.one(platform, page);
            shown = one.stream().toList();
            paging = one.map(table -> paging(platform, page, table.checks())).orElse(Paging.NONE);
        }
        Headline headline = new Headline(data);
        PageFrame frame = new PageFrame(
                headline.title(),
                "now",
                headline.mood().word(),
                data.running() == null ? null : data.running().host(),
                times,
                true);
        StringOutput html = new StringOutput(1 << 17);
        JtenowGenerated.render(
                new OwaspHtmlTemplateOutput(html), null, frame, NowView.of(data, shown, platform, paging));
        return PageText.of(platform != null && shown.isEmpty() ? 404 : 200, html.toString());
    }

    private static Paging paging(String platform, int page, int checks) {
        int last = pages(checks);
        if (last == 1) {
            return Paging.NONE;
        }
        String link = PageLinks.platform(platform) + "&page=";
        return new Paging(
                page > 1 ? link + (page - 1) : null,
                page < last ? link + (page + 1) : null,
                "page " + page + " of " + last);
    }
}
