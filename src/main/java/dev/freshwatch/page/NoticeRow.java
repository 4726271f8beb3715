package dev.freshwatch.page;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.NoticeQuery.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A notice in the list of notices.
 *
 * @param state   the word of the state that it told
 * @param kind    its word
 * @param name    of the check, or of the platform of several
 * @param href    of the check; null = several, or none that is looked at
 * @param text    what it told
 * @param members what it told of each of several checks, at most of some hundreds; none = it told of one
 * @param more    of how many checks it told besides
 * @param episode the other notices of the same problem; null = there is none to have others
 * @param sinks   what became of it, one for each sink
 */
record NoticeRow(
        Instant at,
        String state,
        String kind,
        String name,
        String href,
        String text,
        List<Sentence> members,
        int more,
        String episode,
        List<Sentence> sinks) {

    static NoticeRow of(Told told) {
        Notice notice = told.notice();
        Finding finding = notice.finding();
        boolean drill = notice.kind() == Kind.DRILL;
        return new NoticeRow(
                notice.madeAt(),
                finding.state().word(),
                notice.kind().word(),
                CheckName.of(finding),
                notice.isGroup() || drill ? null : PageLinks.check(finding.check()),
                PlainText.line(finding.text(), 500),
                notice.isGroup()
                        ? notice.marks().members().stream()
                                .map(NoticeRow::member)
                                .toList()
                        : List.of(),
                Math.max(0, told.members() - notice.marks().members().size()),
                notice.episode() == null || notice.isGroup() || drill
                        ? null
                        : PageLinks.with("/notices", Map.of("episode", notice.episode())),
                told.deliveries().stream().map(ToldText::outcome).toList());
    }

    private static Sentence member(Finding member) {
        return Sentence.begin()
                .strong(member.state().word(), member.state().word())
                .add(" ")
                .link(PageLinks.check(member.check()), CheckName.of(member))
                .add(": " + PlainText.line(member.text(), 200))
                .done();
    }
}
