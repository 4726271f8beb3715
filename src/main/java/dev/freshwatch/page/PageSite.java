package dev.freshwatch.page;

import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /}, {@code /checks/{id}}, {@code /notices}, {@code /episodes} and what they need. Thread-safe. */
public final class PageSite implements WebSite {

    private static final Logger LOG = LoggerFactory.getLogger(PageSite.class);

    private final InstantSource clock;
    private final ZoneId zone;
    private final NowPage now;
    private final ListPage<NoticeRow> notices;
    private final ListPage<EpisodeRow> episodes;
    private final CheckPage check;

    /**
     * Creates the pages.
     *
     * @param view   the store as it is now
     * @param health the parts of the watch itself, each with {@code ok} or its trouble, in display order
     * @param zone   of the times that people read
     */
    public PageSite(
            Supplier<StoreView> view,
            SampleReader samples,
            Supplier<Map<String, String>> health,
            InstantSource clock,
            ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
        now = new NowPage(view, samples, health, zone, System::nanoTime);
        notices = ListPage.notices(view, zone);
        episodes = ListPage.episodes(view, zone);
        check = new CheckPage(view, samples, zone);
    }

    @Override
    public WebResponse answer(WebRequest request) {
        try {
            return switch (request.path()) {
                case "/" -> now.answer(request);
                case "/notices" -> notices.answer(request);
                case "/episodes" -> episodes.answer(request);
                default -> request.path().startsWith(CheckPage.PATH) ? check.answer(request) : null;
            };
        } catch (NotNow e) {
            return trouble(e.getMessage());
        } catch (StoreException e) {
            LOG.warn("A page cannot be made: {}", e.getMessage());
            return trouble("the store cannot be read: " + e.getMessage());
        }
    }

    /** Silence would look like "all is well". */
    private WebResponse trouble(String reason) {
        PageFrame frame =
                new PageFrame("Nothing can be said", "", "unknown", null, new PageTimes(clock.instant(), zone), true);
        StringOutput html = new StringOutput();
        JtetroubleGenerated.render(new OwaspHtmlTemplateOutput(html), null, frame, reason);
        return PageText.of(503, html.toString()).answer(null);
    }
}
