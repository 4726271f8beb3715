package dev.freshwatch.page;

import dev.freshwatch.outbox.EpisodeSearch;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code /episodes}: which problems there were, for how long, and who was told of each. Thread-safe. */
final class EpisodesPage {

    private static final int ROWS = 25;

    private final Supplier<StoreView> view;
    private final ZoneId zone;

    EpisodesPage(Supplier<StoreView> view, ZoneId zone) {
        this.view = view;
        this.zone = zone;
    }

    WebResponse answer(WebRequest request) {
        StoreView store = view.get();
        Instant now = store.store().clock().instant();
        ListFilter filter = ListFilter.of(request.query(), zone);
        List<EpisodeRow> rows = List.of();
        Paging paging = Paging.NONE;
        if (filter.faults().isEmpty()) {
            EpisodeSearch.Page page = new EpisodeSearch(
                            filter.checks(), filter.kind(), filter.sink(), filter.from(), filter.to())
                    .read(store.store(), filter.after(), ROWS);
            rows = page.episodes().stream()
                    .map(found -> EpisodeRow.of(found, now))
                    .toList();
            paging = filter.paging("/episodes", page.next());
        }
        PageFrame frame =
                new PageFrame("Episodes", "episodes", "", PageFrame.host(store), new PageTimes(now, zone), false);
        StringOutput html = new StringOutput();
        JteepisodesGenerated.render(
                new OwaspHtmlTemplateOutput(html), null, frame, filter, FilterChoices.of(store, filter), rows, paging);
        return PageText.of(filter.faults().isEmpty() ? 200 : 400, html.toString())
                .answer(request.header().get("accept-encoding"));
    }
}
