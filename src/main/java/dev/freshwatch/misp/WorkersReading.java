package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * An answer of {@code /servers/getWorkers}, from either job engine (section 4).
 *
 * @param queues     by name
 * @param controls   false if MISP's operator runs the workers by other means
 * @param supervisor false if the supervisor is gone; true if it is there, or if there is none
 * @param watchdog   whether the workers are known to be programs of a supervisor
 */
record WorkersReading(
        Map<String, Queue> queues, boolean controls, boolean supervisor, boolean watchdog, Duration elapsed) {

    static final String PATH = "/servers/getWorkers";

    /**
     * One job queue.
     *
     * @param ok       what MISP says about it
     * @param listed   whether it has a list of workers at all
     * @param jobCount number of waiting jobs; null = not reported
     */
    record Queue(boolean ok, boolean listed, List<Worker> workers, Long jobCount) {

        long good() {
            return workers.stream().filter(Worker::ok).count();
        }
    }

    /**
     * One worker.
     *
     * @param pid         as text; only for display
     * @param user        the account that it runs under; only for display
     * @param correctUser false if that is not the account of the web server; then it is never shown as alive
     * @param seen        false if MISP cannot see whether it is alive
     */
    record Worker(String pid, String user, boolean correctUser, boolean seen, boolean ok) {}

    /** A MISP has six. What is learnt about queues is stored, so their number must be limited. */
    static final int MOST_QUEUES = 100;

    /** @throws MispException if it does not say how the queues are: that is neither good nor bad */
    static WorkersReading read(Reply reply, Set<String> expected, KeyName key) throws MispException {
        JsonNode json = MispJson.read(reply, key);
        if (json.isArray() && json.size() == 1 && json.get(0).isTextual()) {
            throw new MispException(
                    Reason.OFF,
                    "background jobs are switched off in MISP",
                    MispException.OfKey.NOTHING,
                    reply.elapsed());
        }
        if (!json.isObject()) {
            throw MispErrors.unreadable("JSON, but not an object with queues", reply);
        }
        Map<String, Queue> queues = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = PlainText.line(member.getKey(), 64);
            JsonNode value = member.getValue();
            if (value.path("ok").isBoolean()) {
                queues.put(name, queue(name, value, reply));
            } else if (value.has("ok") || value.has("workers") || value.has("jobCount") || expected.contains(name)) {
                throw MispErrors.unreadable(
                        String.format(Locale.ROOT, "queue %s does not say whether it is ok", name), reply);
            }
        }
        if (queues.isEmpty()) {
            throw MispErrors.unreadable("no queue in the answer", reply);
        }
        if (queues.size() > MOST_QUEUES) {
            throw MispErrors.unreadable(
                    String.format(Locale.ROOT, "%d queues, more than any MISP has", queues.size()), reply);
        }
        return new WorkersReading(
                queues,
                isNotFalse(json.path("controls")),
                isNotFalse(json.path("supervisord_status")),
                json.has("supervisord_status"),
                reply.elapsed());
    }

    private static Queue queue(String name, JsonNode queue, Reply reply) throws MispException {
        JsonNode list = queue.path("workers");
        if (!list.isMissingNode() && !list.isContainerNode()) {
            throw MispErrors.unreadable(String.format(Locale.ROOT, "queue %s has no list of workers", name), reply);
        }
        List<Worker> workers = new ArrayList<>();
        // In old versions the list may have gaps, and is an object then.
        for (JsonNode worker : list) {
            if (!worker.path("ok").isBoolean()) {
                throw MispErrors.unreadable(
                        String.format(Locale.ROOT, "a worker of queue %s does not say whether it is ok", name), reply);
            }
            workers.add(new Worker(
                    PlainText.line(worker.path("pid").asText("?"), 20),
                    PlainText.line(worker.path("user").asText("?"), 40),
                    isNotFalse(worker.path("correct_user")),
                    !worker.path("alive").isTextual(),
                    worker.get("ok").booleanValue()));
        }
        OptionalLong count = MispJson.number(queue.path("jobCount"));
        return new Queue(
                queue.get("ok").booleanValue(),
                !list.isMissingNode(),
                List.copyOf(workers),
                count.isPresent() ? count.getAsLong() : null);
    }

    /** MISP writes the number 1 if the setting is absent. */
    private static boolean isNotFalse(JsonNode flag) {
        return !(flag.isBoolean() && !flag.booleanValue()) && !(flag.isNumber() && flag.intValue() == 0);
    }

    /** Returns the same reading with every listed worker taken for good, whatever MISP sees of it. */
    WorkersReading trustingTheList() {
        Map<String, Queue> trusted = new TreeMap<>();
        queues.forEach((name, queue) -> {
            List<Worker> all = queue.workers().stream()
                    .map(worker -> new Worker(worker.pid(), worker.user(), true, true, true))
                    .toList();
            trusted.put(name, new Queue(queue.ok() || !all.isEmpty(), queue.listed(), all, queue.jobCount()));
        });
        return new WorkersReading(trusted, controls, supervisor, watchdog, elapsed);
    }

    /** Without Redis, no queue has a worker, and the number of waiting jobs is not known for any. */
    boolean isWithoutRedis() {
        return queues.values().stream().allMatch(queue -> !queue.ok() && !queue.listed() && queue.jobCount() == null);
    }
}
