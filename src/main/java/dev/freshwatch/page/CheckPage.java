package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.EpisodeHistory;
import dev.freshwatch.outbox.EpisodeSearch.Found;
import dev.freshwatch.page.CheckView.Explained;
import dev.freshwatch.page.CheckView.Figures;
import dev.freshwatch.report.ExplainText;
import dev.freshwatch.report.Explanation;
import dev.freshwatch.report.NoSuchCheck;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of one check, {@code /checks/{id}}, and its figures as CSV. Thread-safe. */
final class CheckPage {

    private static final Logger LOG = LoggerFactory.getLogger(CheckPage.class);

    static final String PATH = "/checks/";

    private static final int MOST_EPISODES = 50;
    private static final int MOST_NOTICES = 200;

    private final Supplier<StoreView> views;
    private final SampleReader samples;
    private final ZoneId zone;

    /** @param zone of the times that people read */
    CheckPage(Supplier<StoreView> views, SampleReader samples, ZoneId zone) {
        this.views = views;
        this.samples = samples;
        this.zone = zone;
    }

    /** @param request its path begins with {@value #PATH} */
    WebResponse answer(WebRequest request) {
        String given = request.path().substring(PATH.length());
        StoreView view = views.get();
        Instant now = view.store().clock().instant();
        String zip = request.header().get("accept-encoding");
        Explanation explanation;
        try {
            explanation = Explanation.of(view, given);
        } catch (NoSuchCheck e) {
            return trouble(404, "No such check", List.of(e.getMessage().split("\n")), view, now)
                    .answer(zip);
        }
        CheckId check = explanation.look().check();
        if (!check.value().equals(given)) {
            return moved(PageLinks.with(PageLinks.check(check), request.query()));
        }
        try {
            ShownRange range = new RangeQuery(request.query(), zone, now).range();
            if (isCsv(request.query())) {
                String name = CheckName.of(explanation.look().finding());
                return csv(check, range, FigureCsv.of(check, name, samples.spans(check, range.edges())));
            }
            return page(view, explanation, range).answer(zip);
        } catch (BadQuery e) {
            return trouble(400, "This cannot be shown", List.of(e.getMessage()), view, now)
                    .answer(zip);
        }
    }

    private static boolean isCsv(Map<String, String> query) throws BadQuery {
        String format = query.getOrDefault("format", "html");
        if (!List.of("html", "csv").contains(format)) {
            throw new BadQuery("format=" + PlainText.name(format) + ": write csv, or leave it out");
        }
        return format.equals("csv");
    }

    private static WebResponse moved(String to) {
        return new WebResponse(302, "text/plain; charset=utf-8", new byte[0], Map.of("Location", to));
    }

    private static WebResponse csv(CheckId check, ShownRange range, String text) {
        String file = check.value().replaceAll("[^A-Za-z0-9._-]+", "-") + "-"
                + range.from().toString().replace(":", "") + ".csv";
        return new WebResponse(
                200,
                "text/csv; charset=utf-8; header=present",
                text.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Disposition", "attachment; filename=\"" + file + "\""));
    }

    private PageText trouble(int status, String title, List<String> lines, StoreView view, Instant now) {
        PageFrame frame = new PageFrame(title, "", "", PageFrame.host(view), new PageTimes(now, zone), false);
        return render(status, output -> JtenocheckGenerated.render(output, null, frame, title, lines));
    }

    private PageText page(StoreView view, Explanation explanation, ShownRange range) {
        CheckStory story = new CheckStory(explanation);
        Finding finding = explanation.look().finding();
        CheckId check = finding.check();
        EpisodeHistory history = EpisodeHistory.of(view.store(), check, MOST_EPISODES, MOST_NOTICES);
        RangeLinks links = new RangeLinks(check, range);
        Figures figures = null;
        String figuresTrouble = null;
        try {
            figures = CheckFigures.of(explanation.look(), range, samples.spans(check, range.edges()));
        } catch (StoreException e) {
            // the state and who was told are worth more than the history
            LOG.debug("The history of {} cannot be shown: {}", PlainText.name(check.value()), e.getMessage());
            figuresTrouble = e.getMessage();
        }
        CheckView shown = new CheckView(
                check.value(),
                CheckName.of(finding),
                story.headline(),
                story.lines(),
                links.lengths(),
                links.steering(),
                figures,
                figuresTrouble,
                history.episodes().stream()
                        .map(episode -> EpisodeRow.of(new Found(check, finding.name(), episode), range.now()))
                        .toList(),
                history.older() || history.cut(),
                new ExplainText(explanation, zone)
                        .sections().stream()
                                .map(section -> new Explained(
                                        section.title().charAt(0)
                                                + section.title().substring(1).toLowerCase(Locale.ROOT),
                                        section.lines()))
                                .toList());
        boolean live = !range.calendar() && range.length() != null;
        PageFrame frame = new PageFrame(
                shown.name(), "", story.state().word(), PageFrame.host(view), new PageTimes(range.now(), zone), live);
        return render(200, output -> JtecheckGenerated.render(output, null, frame, shown));
    }

    private static PageText render(int status, Consumer<HtmlTemplateOutput> template) {
        StringOutput html = new StringOutput(1 << 17);
        template.accept(new OwaspHtmlTemplateOutput(html));
        return PageText.of(status, html.toString());
    }
}
