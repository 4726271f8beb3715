package dev.freshwatch.page;

import dev.freshwatch.outbox.EpisodeSearch;
import dev.freshwatch.outbox.NoticeQuery;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /notices}: what was told, to whom, and whether it reached them; {@code /episodes}: which problems there were, for how
 * long, and who was told of each. Both are lists of the newest first, with a filter, page by page. Thread-safe.
 */
final class ListPage<T> {

    private static final int NOTICES = 50;
    private static final int EPISODES = 25;

    private final String title;
    private final String path;
    private final Supplier<StoreView> view;
    private final ZoneId zone;
    private final Reader<T> reader;
    private final Template<T> template;

    private ListPage(
            String title, String path, Supplier<StoreView> view, ZoneId zone, Reader<T> reader, Template<T> template) {
        this.title = title;
        this.path = path;
        this.view = view;
        this.zone = zone;
        this.reader = reader;
        this.template = template;
    }

    /** @param next where the next page begins; null = this is the last one */
    private record Rows<T>(List<T> rows, NoticeQuery.Position next) {}

    private interface Reader<T> {
        /** @param filter without faults */
        Rows<T> read(StoreView store, ListFilter filter, Instant now);
    }

    private interface Template<T> {
        void render(
                HtmlTemplateOutput html,
                PageFrame frame,
                ListFilter filter,
                FilterChoices choices,
                List<T> rows,
                Paging paging);
    }

    static ListPage<NoticeRow> notices(Supplier<StoreView> view, ZoneId zone) {
        return new ListPage<>(
                "Notices",
                "notices",
                view,
                zone,
                (store, filter, now) -> {
                    NoticeQuery.Page page = new NoticeQuery(
                                    filter.checks(),
                                    filter.kind(),
                                    filter.sink(),
                                    filter.episode(),
                                    filter.from(),
                                    filter.to())
                            .read(store.store(), filter.after(), NOTICES);
                    return new Rows<>(page.notices().stream().map(NoticeRow::of).toList(), page.next());
                },
                (html, frame, filter, choices, rows, paging) ->
                        JtenoticesGenerated.render(html, null, frame, filter, choices, rows, paging));
    }

    static ListPage<EpisodeRow> episodes(Supplier<StoreView> view, ZoneId zone) {
        return new ListPage<>(
                "Episodes",
                "episodes",
                view,
                zone,
                (store, filter, now) -> {
                    EpisodeSearch.Page page = new EpisodeSearch(
                                    filter.checks(), filter.kind(), filter.sink(), filter.from(), filter.to())
                            .read(store.store(), filter.after(), EPISODES);
                    return new Rows<>(
                            page.episodes().stream()
                                    .map(found -> EpisodeRow.of(found, now))
                                    .toList(),
                            page.next());
                },
                (html, frame, filter, choices, rows, paging) ->
                        JteepisodesGenerated.render(html, null, frame, filter, choices, rows, paging));
    }

    WebResponse answer(WebRequest request) {
        StoreView store = view.get();
        Instant now = store.store().clock().instant();
        ListFilter filter = ListFilter.of(request.query(), zone);
        List<T> rows = List.of();
        Paging paging = Paging.NONE;
        if (filter.faults().isEmpty()) {
            Rows<T> page = reader.read(store, filter, now);
            rows = page.rows();
            paging = filter.paging("/" + path, page.next());
        }
        PageFrame frame = new PageFrame(title, path, "", PageFrame.host(store), new PageTimes(now, zone), false);
        StringOutput html = new StringOutput();
        template.render(
                new OwaspHtmlTemplateOutput(html), frame, filter, FilterChoices.of(store, filter), rows, paging);
        return PageText.of(filter.faults().isEmpty() ? 200 : 400, html.toString())
                .answer(request.header().get("accept-encoding"));
    }
}
