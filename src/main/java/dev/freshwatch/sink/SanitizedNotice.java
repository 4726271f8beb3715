package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;

/**
 * The last check before data is sent. Names and texts are sanitized on input; sinks do not rely on that, since a single
 * line break that slips through would start a second syslog record or a mail header.
 */
final class SanitizedNotice {

    /** Longer than any text meant for people; the rest is cut off. */
    private static final int TEXT_LENGTH = 8192;

    private SanitizedNotice() {}

    static Notice notice(Notice notice) {
        return new Notice(
                notice.id(),
                notice.kind(),
                notice.episode(),
                finding(notice.finding()),
                notice.since(),
                notice.madeAt(),
                notice.origin(),
                notice.platformHost() == null ? null : PlainText.name(notice.platformHost()),
                marks(notice.marks()));
    }

    private static Marks marks(Marks marks) {
        return new Marks(
                marks.members().stream().map(SanitizedNotice::finding).toList(),
                marks.group(),
                marks.announcedBy(),
                marks.threads(),
                marks.gap(),
                marks.delayed(),
                marks.ended() == null ? null : finding(marks.ended()));
    }

    static Finding finding(Finding finding) {
        return new Finding(
                finding.check(),
                PlainText.name(finding.subject()),
                PlainText.name(finding.name()),
                finding.state(),
                finding.reason(),
                text(finding.text()),
                finding.lastActivity(),
                finding.age(),
                finding.limits(),
                finding.observedAt(),
                finding.response());
    }

    /** Returns one harmless line. */
    static String text(String text) {
        return PlainText.line(text, TEXT_LENGTH);
    }
}
