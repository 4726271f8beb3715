package dev.freshwatch.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.health.HealthStatus;
import dev.freshwatch.web.HttpPages.Page;
import java.util.Map;

/** {@code {"status":"down","timers":"ok","store":"…"}}, with 200 or 503. */
final class Health {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Health() {}

    static Page page(HealthStatus health) {
        Map<String, String> parts = health.parts();
        boolean healthy = parts.values().stream().allMatch(HealthStatus.OK::equals);
        ObjectNode page = JSON.createObjectNode().put("status", healthy ? "up" : "down");
        parts.forEach(page::put);
        return Page.json(healthy ? 200 : 503, page.toString());
    }
}
