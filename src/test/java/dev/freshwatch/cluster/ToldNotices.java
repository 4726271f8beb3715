package dev.freshwatch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The notices that a webhook's receiver got. Thread-safe. */
final class ToldNotices {

    /** What came first under an id. */
    record Notice(String id, String kind, String check, String episode, String message) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Notice> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> bytes = new HashMap<>();
    private int all;

    ToldNotices(WebhookReceiver webhook) {
        webhook.hooks().listen(hook -> add(hook.text()));
    }

    private synchronized void add(String text) {
        try {
            JsonNode event = JSON.readTree(text);
            String id = event.path("id").asText();
            byId.putIfAbsent(
                    id,
                    new Notice(
                            id,
                            event.at("/data/kind").asText(),
                            event.path("subject").asText(),
                            event.at("/data/episode").asText(),
                            event.at("/data/message").asText()));
            bytes.computeIfAbsent(id, any -> new HashSet<>()).add(text);
            all++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many notices of this kind there are about this check; a repeated one counts once. */
    synchronized long count(String check, String kind) {
        return byId.values().stream()
                .filter(notice -> notice.check().equals(check) && notice.kind().equals(kind))
                .count();
    }

    synchronized List<Notice> notices() {
        return List.copyOf(byId.values());
    }

    /** Notices of the same kind about the same episode that came under different ids. */
    synchronized List<Notice> doubled() {
        Map<String, List<Notice>> same = new LinkedHashMap<>();
        byId.values().stream()
                // a change is told whenever there is one
                .filter(notice -> !Set.of("change", "reminder").contains(notice.kind()))
                .forEach(
                        notice -> same.computeIfAbsent(notice.kind() + " " + notice.episode(), any -> new ArrayList<>())
                                .add(notice));
        return same.values().stream()
                .filter(each -> each.size() > 1)
                .flatMap(List::stream)
                .toList();
    }

    /** Repetitions of what had come before. */
    synchronized int repeated() {
        return all - byId.size();
    }

    /** Ids that came with other bytes than the first time. */
    synchronized long withOtherBytes() {
        return bytes.values().stream().filter(texts -> texts.size() > 1).count();
    }
}
