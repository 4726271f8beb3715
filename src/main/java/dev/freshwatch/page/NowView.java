package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.outbox.DeliveryRecord;
import dev.freshwatch.report.Status.Quiet;
import java.util.List;

/**
 * What the template of the first page shows.
 *
 * @param line      the answer
 * @param problems  the oldest open problems, each in a sentence or two
 * @param further   how many more are open
 * @param platforms with their checks
 * @param only      the platform that was asked for; null = all
 * @param paging    links to the other pages of a platform
 * @param sinks     none: breaches are told to nobody
 * @param nodes     of the cluster; without rows if there is none
 */
record NowView(
        Sentence line,
        List<Sentence> problems,
        int further,
        List<PlatformTable> platforms,
        String only,
        Paging paging,
        List<SinkRow> sinks,
        boolean told,
        List<Quiet> quiet,
        NodeTable nodes,
        List<WatchRow> watch) {

    static NowView of(NowData data, List<PlatformTable> platforms, String only, Paging paging) {
        List<OpenProblem> open = data.status().problems();
        return new NowView(
                new Headline(data).line(),
                open.stream()
                        .limit(NowData.MOST_TOLD)
                        .map(problem -> problem(problem, data))
                        .toList(),
                Math.max(0, open.size() - NowData.MOST_TOLD),
                platforms,
                only,
                paging,
                SinkRow.of(data),
                !data.status().sinks().isEmpty(),
                data.status().quiet(),
                NodeTable.of(data.nodes()),
                WatchRow.of(data));
    }

    private static Sentence problem(OpenProblem problem, NowData data) {
        List<DeliveryRecord> deliveries = data.told().getOrDefault(problem.check(), List.of());
        Sentence.Builder text = Sentence.begin()
                .strong(problem.state().word(), problem.state().word())
                .add(" ")
                .link(PageLinks.check(problem.check()), CheckName.of(problem.check(), problem.name()));
        if (problem.message() != null) {
            text.add(": " + PlainText.name(withoutSubject(problem, data)));
        }
        text.add("; since ").time(problem.since()).add(". ");
        if (!deliveries.isEmpty()) {
            text.add("Told by ").add(ToldText.all(deliveries)).add(".");
        } else {
            text.add("Nobody was told.");
        }
        if (problem.silenced() != null) {
            text.add(" Quiet until ").time(problem.silenced().until()).add(".");
        }
        if (problem.acknowledged() != null) {
            text.add(" Acknowledged by " + PlainText.name(problem.acknowledged().madeBy()) + ".");
        }
        return text.done();
    }

    /** The name is said already, with the link. */
    private static String withoutSubject(OpenProblem problem, NowData data) {
        return data.findings().stream()
                .filter(finding -> finding.check().equals(problem.check()))
                .map(finding -> finding.subject() + ": ")
                .filter(problem.message()::startsWith)
                .findFirst()
                .map(subject -> problem.message().substring(subject.length()))
                .orElse(problem.message());
    }

    /** {@code by anna: work on the power}. */
    static String why(Quiet quiet) {
        return (quiet.reason() == null ? "no reason given" : PlainText.name(quiet.reason())) + ", by "
                + PlainText.name(quiet.by())
                + (quiet.heal() ? "" : "; no healing either");
    }
}
