package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.outbox.EpisodeHistory;
import dev.freshwatch.outbox.EpisodeSearch.Found;
import dev.freshwatch.page.CheckView.Explained;
import dev.freshwatch.page.CheckView.Figures;
import dev.freshwatch.page.CheckView.RangeLink;
import dev.freshwatch.page.CheckView.Steering;
import dev.freshwatch.report.ExplainText;
import dev.freshwatch.report.Explanation;
import dev.freshwatch.report.NoSuchCheck;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** Reasons that only checks of an age have. */
    private static final Set<Reason> OF_AGE =
            Set.of(Reason.FRESH, Reason.STALE, Reason.SILENT, Reason.FUTURE, Reason.MISSING, Reason.MISMATCH);

    /** Reasons that only checks have that are judged by how long the answer took. */
    private static final Set<Reason> OF_ANSWER = Set.of(Reason.UP, Reason.SLOW, Reason.DOWN);

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
                String name = PlainText.name(explanation.look().finding().name());
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
        Figures figures = null;
        String figuresTrouble = null;
        try {
            figures = figures(explanation, range, samples.spans(check, range.edges()));
        } catch (StoreException e) {
            // the state and who was told are worth more than the history
            LOG.warn("The history of {} cannot be shown: {}", check, e.getMessage());
            figuresTrouble = e.getMessage();
        }
        CheckView shown = new CheckView(
                check.value(),
                PlainText.name(finding.name()),
                story.headline(),
                story.lines(),
                links(check, range),
                steering(check, range),
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

    private Figures figures(Explanation explanation, ShownRange range, List<SampleSpan> spans) {
        Finding finding = explanation.look().finding();
        String name = PlainText.name(finding.name());
        SpanSeries series = new SpanSeries(spans, explanation.look().every(), range.seenUntil());
        boolean aged = finding.age() != null
                || finding.lastActivity() != null
                || OF_AGE.contains(finding.reason())
                || spans.stream().anyMatch(span -> span.age() != null);
        AgePlot age = new AgePlot(name, series, range, finding.limits());
        StatePlot states = new StatePlot(name, series, range);
        ResponsePlot response =
                new ResponsePlot(name, series, range, !aged && OF_ANSWER.contains(finding.reason()), finding.limits());
        return new Figures(
                step(range.grid().step()),
                aged ? age.draw() : null,
                age.words(),
                states.draw(),
                states.words(),
                response.draw(),
                response.words(),
                FigureTable.of(series, new RangeText(range)));
    }

    private static String step(Duration step) {
        if (step.toHours() >= 24) {
            return "day";
        }
        return step.toMinutes() >= 120 ? step.toHours() + " h" : step.toMinutes() + " min";
    }

    private static List<RangeLink> links(CheckId check, ShownRange range) {
        return Arrays.stream(RangeLength.values())
                .map(length -> new RangeLink(
                        length.word(),
                        link(check, length, range.calendar() ? day(range) : null, null),
                        length == range.length()))
                .toList();
    }

    /** For a range of another length that contains the beginning of this one. */
    private static String day(ShownRange range) {
        return range.from().atZone(range.zone()).toLocalDate().toString();
    }

    private static Steering steering(CheckId check, ShownRange range) {
        RangeLength length = range.length();
        RangeText text = new RangeText(range);
        String here = link(check, length, range.on().here(), null);
        return new Steering(
                text.title(),
                range.on().before() == null
                        ? null
                        : link(check, length, range.on().before(), null),
                range.on().after() == null
                        ? null
                        : link(check, length, range.on().after(), null),
                length == null ? null : range.calendar() ? link(check, length, null, null) : here,
                length == null ? null : range.calendar() ? "up to now" : "by the calendar",
                text.clockChange().orElse(null),
                length == null ? RangeLength.DAY.word() : length.word(),
                range.seenUntil()
                        .minusMillis(1)
                        .atZone(range.zone())
                        .toLocalDate()
                        .toString(),
                csvLink(check, range));
    }

    private static String csvLink(CheckId check, ShownRange range) {
        if (range.length() == null) {
            return PageLinks.check(check, range.from(), range.to()) + "&format=csv";
        }
        return link(check, range.length(), range.calendar() ? range.on().here() : null, "csv");
    }

    private static String link(CheckId check, RangeLength length, String on, String format) {
        Map<String, String> query = new TreeMap<>();
        query.put("range", length == null ? null : length.word());
        query.put("on", on);
        query.put("format", format);
        return PageLinks.with(PageLinks.check(check), query);
    }
}
