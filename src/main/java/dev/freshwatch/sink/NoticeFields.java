package dev.freshwatch.sink;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * The fields of a notice for a JSON body that is written in a route: <code>{"text": ${body.text('slack', 3000)}}</code>.
 * Every method returns a complete JSON string, with its quotes, so that no name of a device can become JSON.
 */
public final class NoticeFields {

    /** An alert that is neither ended nor repeated would end by itself after this time. */
    private static final Duration LONG = Duration.ofDays(30);

    private static final Duration DRILL = Duration.ofMinutes(5);

    private final Notice notice;
    private final String line;

    NoticeFields(Notice notice, String line) {
        this.notice = notice;
        this.line = line;
    }

    /**
     * Returns one line as in the subject of a mail; for a grouped notice, one more for each check that fits.
     *
     * @param style {@code plain}, {@code mentions}, {@code slack} or {@code markdown}
     * @param limit longest text in UTF-16 units
     */
    public String text(String style, int limit) {
        StringBuilder all = new StringBuilder(line);
        for (Finding member : notice.marks().members()) {
            if (all.length() > limit) {
                break;
            }
            Finding plain = SanitizedNotice.finding(member);
            all.append('\n').append(plain.state().word()).append(": ").append(plain.headline());
        }
        return json(ChatText.of(style).of(all.toString(), limit));
    }

    /** Returns the line alone. @param limit in UTF-16 units */
    public String line(int limit) {
        return json(ChatText.PLAIN.of(line, limit));
    }

    /** Returns the text for this state; the last one for drills, too. */
    public String byState(String critical, String warning, String unknown, String ok) {
        if (notice.kind() == Kind.DRILL) {
            return json(ok);
        }
        return json(
                switch (notice.finding().state()) {
                    case CRITICAL -> critical;
                    case WARNING -> warning;
                    case UNKNOWN -> unknown;
                    case OK -> ok;
                });
    }

    /** Returns the first text while there is a problem, and for a drill; the second one when it has ended. */
    public String ifOpen(String open, String ended) {
        return json(isOpen() ? open : ended);
    }

    /**
     * Returns the end of an alert that has this severity: now if it is not that of the notice. Alertmanager takes the
     * same alert with another severity for another alert, so each of them is ended.
     */
    public String until(String state) {
        boolean now = !isOpen() || !state.equals(notice.finding().state().word());
        if (notice.kind() == Kind.DRILL) {
            return time(notice.madeAt().plus(state.equals("warning") ? DRILL : Duration.ZERO));
        }
        return time(now ? notice.madeAt() : notice.madeAt().plus(LONG));
    }

    private boolean isOpen() {
        return notice.kind() == Kind.DRILL || notice.finding().state() != State.OK;
    }

    /** The same in all sinks, and in a repeated delivery. */
    public String id() {
        return json(notice.id());
    }

    /** The same for a problem, its changes and its recovery. */
    public String episode() {
        return json(notice.episode());
    }

    public String check() {
        return json(SanitizedNotice.text(notice.finding().check().value()));
    }

    public String platform() {
        return json(SanitizedNotice.text(notice.finding().check().platform()));
    }

    public String kind() {
        return json(notice.kind().word());
    }

    public String state() {
        return json(notice.finding().state().word());
    }

    public String reason() {
        return json(notice.finding().reason().word());
    }

    /** The host of Freshwatch, or {@code instance.name}. */
    public String host() {
        return json(SanitizedNotice.text(notice.origin().host()));
    }

    /** When the notice was made, RFC 3339. */
    public String time() {
        return time(notice.madeAt());
    }

    /** When the episode began, RFC 3339; for notices without an episode, when they were made. */
    public String since() {
        return time(
                notice.since() == null || notice.since().isAfter(notice.madeAt()) ? notice.madeAt() : notice.since());
    }

    private static String time(Instant time) {
        return json(Utc.millis(time));
    }

    private static String json(String text) {
        return TextNode.valueOf(text == null ? "" : text).toString();
    }
}
