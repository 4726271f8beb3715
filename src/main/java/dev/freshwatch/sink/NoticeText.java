package dev.freshwatch.sink;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.freshwatch.alert.Notice;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A notice as one line of text, for an operator's own sinks: the bean {@code noticeText} of the routes. */
public final class NoticeText {

    private final Function<Notice, String> inner;

    public NoticeText() {
        this(notice ->
                MailText.tag(notice) + " " + SanitizedNotice.notice(notice).headline());
    }

    NoticeText(Function<Notice, String> inner) {
        this.inner = inner;
    }

    /** The CloudEvent of the webhook, as JSON. */
    public String toCloudEvent(Notice notice) {
        return new String(CloudEvent.orFallback(notice), StandardCharsets.UTF_8);
    }

    /** {@code [CRITICAL] ERC-1 events: newest event is 47 min old (limit 20 min)}, as in the subject of a mail. */
    public String toLine(Notice notice) {
        try {
            return inner.apply(notice);
        } catch (RuntimeException e) {
            FallbackText.log("line", notice, e);
            return FallbackText.line(notice);
        }
    }

    /** The same text as a quoted JSON string, ready to be inserted into JSON. */
    public String toJson(Notice notice) {
        return TextNode.valueOf(toLine(notice)).toString();
    }

    /** The fields of the notice, for a JSON body that is written in the route. */
    public NoticeFields toFields(Notice notice) {
        return new NoticeFields(notice, toLine(notice));
    }

    /** Old name of {@link #toLine}, still used by operators' own sinks. */
    public String line(Notice notice) {
        return toLine(notice);
    }

    /** Old name of {@link #toJson}, still used by operators' own sinks. */
    public String json(Notice notice) {
        return toJson(notice);
    }
}
