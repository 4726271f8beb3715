package dev.freshwatch.wire;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.freshwatch.notice.Notice;

/** A notice as one line of text, for sinks of a user's own: the bean {@code noticeText} of the routes. */
public final class NoticeText {

    /** {@code [CRITICAL] ERC-1 events: newest event is 47 min old (limit 20 min)}, as in the subject of a mail. */
    public String line(Notice notice) {
        return MailMessage.tag(notice) + " " + Plain.notice(notice).headline();
    }

    /** The same as a JSON string with its quotes, ready to be put into a JSON text. */
    public String json(Notice notice) {
        return TextNode.valueOf(line(notice)).toString();
    }
}
