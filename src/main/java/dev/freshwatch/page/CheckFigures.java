package dev.freshwatch.page;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.history.Look;
import dev.freshwatch.page.CheckView.Figures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Draws what was found in the time that the page of a check shows. */
final class CheckFigures {

    /** Reasons that only checks of an age have. */
    private static final Set<Reason> OF_AGE =
            Set.of(Reason.FRESH, Reason.STALE, Reason.SILENT, Reason.FUTURE, Reason.MISSING, Reason.MISMATCH);

    /** Reasons that only checks have that are judged by how long the answer took. */
    private static final Set<Reason> OF_ANSWER = Set.of(Reason.UP, Reason.SLOW, Reason.DOWN);

    private CheckFigures() {}

    /** @param spans of the range */
    static Figures of(Look look, ShownRange range, List<SampleSpan> spans) {
        Finding last = look.finding();
        String name = PlainText.name(last.name());
        SpanSeries series = new SpanSeries(spans, look.every(), range.seenUntil());
        boolean aged = hasAge(last) || spans.stream().anyMatch(span -> span.age() != null);
        boolean judgedByAnswer = !aged && OF_ANSWER.contains(last.reason());
        AgePlot age = new AgePlot(name, series, range, last.limits());
        StatePlot states = new StatePlot(name, series, range);
        ResponsePlot response = new ResponsePlot(name, series, range, judgedByAnswer, last.limits());
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

    private static boolean hasAge(Finding finding) {
        return finding.age() != null || finding.lastActivity() != null || OF_AGE.contains(finding.reason());
    }

    private static String step(Duration step) {
        if (step.toHours() >= 24) {
            return "day";
        }
        return step.toMinutes() >= 120 ? step.toHours() + " h" : step.toMinutes() + " min";
    }
}
