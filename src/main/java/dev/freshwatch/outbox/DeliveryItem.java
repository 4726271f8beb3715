package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import java.time.Duration;

/**
 * What one attempt passes to a sink: a row and its content. The same row with the same delay always gives the same
 * bytes.
 *
 * @param row     the row before this attempt
 * @param lateBy  the delay that the notice mentions, in milliseconds; 0 = none
 * @param payload the notice, as {@link NoticeJson} wrote it
 * @param ended   the problem notice that is merged into this recovery; null = none
 */
record DeliveryItem(PendingDelivery row, long lateBy, String payload, String ended) {

    /** Of the ended problem only its finding is told. */
    private static final CutNotice.Cut FIRST = new CutNotice.Cut(1, (check, name) -> false);

    /** @throws IllegalArgumentException if the stored notice cannot be read */
    Notice notice() {
        Notice notice = NoticeJson.read(payload);
        if (lateBy == 0 && ended == null) {
            return notice;
        }
        return notice.with(notice.marks()
                .late(
                        lateBy == 0 ? null : Duration.ofMillis(lateBy),
                        ended == null
                                ? null
                                : NoticeJson.read(ended, FIRST).notice().finding()));
    }
}
