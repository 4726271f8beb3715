package dev.freshwatch.outbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON form of a stored notice. Written field by field, not by reflection, so that the next version can read what this
 * one stored. Times are ISO 8601 to the nanosecond, so a notice that is read equals the one that was written.
 */
final class NoticeJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final CutNotice.Cut ALL = new CutNotice.Cut(Integer.MAX_VALUE, (check, name) -> false);

    private NoticeJson() {}

    static String write(Notice notice) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", notice.id());
        node.put("kind", notice.kind().name());
        node.put("episode", notice.episode());
        node.put("since", text(notice.since()));
        node.put("madeAt", text(notice.madeAt()));
        node.put("platformHost", notice.platformHost());
        if (notice.origin() != null) {
            node.putObject("origin")
                    .put("host", notice.origin().host())
                    .put("processId", notice.origin().processId());
        }
        write(notice.finding(), node.putObject("finding"));
        Marks marks = notice.marks();
        if (notice.isGroup()) {
            ArrayNode members = node.putArray("members");
            marks.members().forEach(member -> write(member, members.addObject()));
        }
        if (marks.group() != null) {
            node.put("group", marks.group());
        }
        if (marks.announcedBy() != null) {
            node.put("announcedBy", marks.announcedBy());
        }
        if (!marks.threads().isEmpty()) {
            ArrayNode threads = node.putArray("threads");
            marks.threads().forEach(threads::add);
        }
        if (marks.gap() != null) {
            node.put("gap", text(marks.gap()));
        }
        return node.toString();
    }

    private static void write(Finding finding, ObjectNode node) {
        node.put("check", finding.check().value());
        node.put("subject", finding.subject());
        node.put("name", finding.name());
        node.put("state", finding.state().name());
        node.put("reason", finding.reason().name());
        node.put("text", finding.text());
        node.put("lastActivity", text(finding.lastActivity()));
        node.put("age", text(finding.age()));
        if (finding.limits() != null) {
            node.put("warnAfter", text(finding.limits().warnAfter()));
            node.put("errorAfter", text(finding.limits().errorAfter()));
        }
        node.put("observedAt", text(finding.observedAt()));
        node.put("response", text(finding.response()));
        if (finding.named() != null) {
            node.put("named", finding.named());
        }
    }

    /** @throws IllegalArgumentException if this is not a stored notice */
    static Notice read(String payload) {
        return read(payload, ALL).notice();
    }

    /**
     * Reads it without ever holding more members than are kept, nor the JSON of more than one.
     *
     * @throws IllegalArgumentException if this is not a stored notice
     */
    static CutNotice read(String payload, CutNotice.Cut cut) {
        ObjectNode node = JSON.createObjectNode();
        List<Finding> kept = new ArrayList<>();
        int members = 0;
        boolean wanted = false;
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a stored notice is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() != JsonToken.START_ARRAY || !field.equals("members")) {
                    node.set(field, JSON.readTree(parser));
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode member = JSON.readTree(parser);
                    boolean isWanted = isWanted(member, cut);
                    if (cut.keeps(members, kept.size(), isWanted)) {
                        kept.add(finding(member));
                    }
                    wanted |= isWanted;
                    members++;
                }
            }
            Notice notice = notice(node, kept);
            return members == 0
                    ? new CutNotice(notice, 0, isWanted(node.required("finding"), cut), payload.length())
                    : new CutNotice(notice, members, wanted, (long) payload.length() * kept.size() / members);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a stored notice has a bad time", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a stored notice is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWanted(JsonNode finding, CutNotice.Cut cut) {
        return cut.wanted().test(new CheckId(finding.required("check").asText()), text(finding, "name"));
    }

    private static Notice notice(JsonNode node, List<Finding> members) {
        JsonNode origin = node.path("origin");
        return new Notice(
                node.required("id").asText(),
                Kind.valueOf(node.required("kind").asText()),
                text(node, "episode"),
                finding(node.required("finding")),
                instant(node, "since"),
                instant(node, "madeAt"),
                origin.isObject()
                        ? new Notice.Origin(
                                text(origin, "host"), origin.path("processId").asLong())
                        : null,
                text(node, "platformHost"),
                marks(node, members));
    }

    private static Marks marks(JsonNode node, List<Finding> members) {
        List<String> threads = new ArrayList<>();
        node.path("threads").forEach(thread -> threads.add(thread.asText()));
        return new Marks(
                members, text(node, "group"), text(node, "announcedBy"), threads, duration(node, "gap"), null, null);
    }

    private static Finding finding(JsonNode node) {
        return new Finding(
                new CheckId(node.required("check").asText()),
                text(node, "subject"),
                text(node, "name"),
                State.valueOf(node.required("state").asText()),
                Reason.valueOf(node.required("reason").asText()),
                text(node, "text"),
                instant(node, "lastActivity"),
                duration(node, "age"),
                new Limits(duration(node, "warnAfter"), duration(node, "errorAfter")),
                instant(node, "observedAt"),
                duration(node, "response"),
                text(node, "named"));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static Instant instant(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? null : Instant.parse(text);
    }

    private static Duration duration(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? null : Duration.parse(text);
    }
}
