package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Minimal text used if a formatter fails, so that a bug in Freshwatch does not cost anybody the notice. Assumes nothing
 * about the content of the notice, and returns printable ASCII.
 */
final class FallbackText {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackText.class);

    private static final int LENGTH = 300;

    private FallbackText() {}

    /**
     * Logs that the fallback was used. The text of the exception may come from a platform, so it is left out.
     *
     * @param form such as {@code mail}
     */
    static void log(String form, Notice notice, Exception failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.error(
                "Could not create the {} for notice {} ({} at {}); sending it as plain text. Please report this",
                form,
                word(notice.id()),
                failure.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
    }

    /** {@code PROBLEM critical esm/soc/alarms: newest alarm is 47 min old [notice 0198…, episode 0198…]}. */
    static String line(Notice notice) {
        return kind(notice) + " " + state(notice) + " " + check(notice) + ": " + text(notice.finding()) + " [notice "
                + word(notice.id()) + ", episode " + word(notice.episode()) + "]";
    }

    static String kind(Notice notice) {
        return notice.kind() == null ? "NOTICE" : notice.kind().name();
    }

    static String state(Notice notice) {
        Finding finding = notice.finding();
        return finding == null || finding.state() == null
                ? "unknown"
                : finding.state().word();
    }

    static String check(Notice notice) {
        Finding finding = notice.finding();
        return finding == null || finding.check() == null
                ? "-"
                : word(finding.check().value());
    }

    private static String text(Finding finding) {
        return finding == null ? "-" : ascii(PlainText.line(finding.text(), LENGTH));
    }

    /** A single word that is safe everywhere: in a header, in structured data, in JSON. */
    static String word(String text) {
        return text == null || text.isEmpty()
                ? "-"
                : PlainText.line(text, LENGTH).replaceAll("[^A-Za-z0-9._/:-]", "_");
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
