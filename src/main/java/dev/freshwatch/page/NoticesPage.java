package dev.freshwatch.page;

import dev.freshwatch.outbox.NoticeQuery;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code /notices}: what was told, to whom, and whether it reached them. Thread-safe. */
final class NoticesPage {

    private static final int ROWS = 50;

    private final Supplier<StoreView> view;
    private final ZoneId zone;

    NoticesPage(Supplier<StoreView> view, ZoneId zone) {
        this.view = view;
        this.zone = zone;
    }

    WebResponse answer(WebRequest request) {
        StoreView store = view.get();
        Instant now = store.store().clock().instant();
        ListFilter filter = ListFilter.of(request.query(), zone);
        List<NoticeRow> rows = List.of();
        Paging paging = Paging.NONE;
        if (filter.faults().isEmpty()) {
            NoticeQuery.Page page = new NoticeQuery(
                            filter.checks(), filter.kind(), filter.sink(), filter.episode(), filter.from(), filter.to())
                    .read(store.store(), filter.after(), ROWS);
            rows = page.notices().stream().map(NoticeRow::of).toList();
            paging = filter.paging("/notices", page.next());
        }
        PageFrame frame =
                new PageFrame("Notices", "notices", "", PageFrame.host(store), new PageTimes(now, zone), false);
        StringOutput html = new StringOutput();
        JtenoticesGenerated.render(
                new OwaspHtmlTemplateOutput(html), null, frame, filter, FilterChoices.of(store, filter), rows, paging);
        return PageText.of(filter.faults().isEmpty() ? 200 : 400, html.toString())
                .answer(request.header().get("accept-encoding"));
    }
}
