package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import java.time.Duration;

/**
 * What one try hands to a sink: a row with what it is made of. The same row with the same lateness is the same bytes.
 *
 * @param row     as it was before this try
 * @param lateBy  what is said of how late it is, in milliseconds; 0 = nothing
 * @param payload the notice, as {@link NoticeJson} wrote it
 * @param ended   the notice of the problem that is told with it; null = none
 */
record DeliveryItem(PendingDelivery row, long lateBy, String payload, String ended) {

    /** @throws IllegalArgumentException where what is stored cannot be read */
    Notice notice() {
        Notice notice = NoticeJson.read(payload);
        if (lateBy == 0 && ended == null) {
            return notice;
        }
        return notice.with(notice.marks()
                .late(
                        lateBy == 0 ? null : Duration.ofMillis(lateBy),
                        ended == null ? null : NoticeJson.read(ended).finding()));
    }
}
