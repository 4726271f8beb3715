package dev.freshwatch.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.DeliveryRecord;
import dev.freshwatch.outbox.NoticeQuery;
import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.sink.CheckJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Notices for programs: as in a webhook, with what became of each in each sink as in {@code explain --output json}. Every
 * field is always present; fields that do not apply are null. Times are UTC, RFC 3339.
 */
final class NoticesJson {

    private NoticesJson() {}

    /** {@code {"notices": […], "next": …}}. */
    static ObjectNode of(NoticeQuery.Page page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode notices = json.putArray("notices");
        page.notices().forEach(told -> notices.add(of(told)));
        json.put("next", page.next() == null ? null : page.next().toString());
        return json;
    }

    private static ObjectNode of(Told told) {
        Notice notice = told.notice();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", notice.id());
        json.put("kind", notice.kind().word());
        json.put("episode", notice.episode());
        json.put("since", time(notice.since()));
        json.put("madeAt", time(notice.madeAt()));
        json.put("group", notice.marks().group());
        json.set("check", CheckJson.of(notice.finding()));
        ArrayNode members = json.putArray("members");
        notice.marks().members().forEach(member -> members.add(CheckJson.of(member)));
        json.put("memberCount", told.members());
        ArrayNode deliveries = json.putArray("deliveries");
        told.deliveries().forEach(delivery -> add(delivery, deliveries.addObject()));
        return json;
    }

    private static void add(DeliveryRecord delivery, ObjectNode json) {
        json.put("sink", delivery.sink());
        json.put("outcome", delivery.state());
        json.put("attempts", delivery.attempts());
        json.put("settledAt", time(delivery.settled()));
        json.put("retryAt", time(delivery.retryAt()));
        json.put("failure", delivery.reason() == null ? null : PlainText.line(delivery.reason(), 512));
    }

    private static String time(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
