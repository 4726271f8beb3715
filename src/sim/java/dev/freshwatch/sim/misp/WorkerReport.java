package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** Writes queues and workers like getWorkers. */
final class WorkerReport {

    private final MispBehaviour behaviour;
    private final long now;
    private final ObjectNode answer = JsonNodeFactory.instance.objectNode();

    /** @param now nanoseconds */
    WorkerReport(MispBehaviour behaviour, long now) {
        this.behaviour = behaviour;
        this.now = now;
    }

    /** Returns the report without Redis: every queue is bad, and nothing else is known. */
    static ObjectNode withoutRedis(Collection<Queue> queues) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        queues.forEach(queue -> answer.putObject(queue.name).put("ok", false));
        return answer;
    }

    /** @param listed the workers that the engine shows, including dead ones; empty = there is no list */
    void queue(Queue queue, List<Worker> listed, boolean withJobs) {
        ObjectNode one = answer.putObject(queue.name);
        boolean startedGood = !listed.isEmpty() && !behaviour.version.since("2.4.133");
        if (!queue.withoutOk) {
            one.put("ok", startedGood || listed.stream().anyMatch(this::ok));
        }
        if (!listed.isEmpty()) {
            ArrayNode workers = one.putArray("workers");
            listed.forEach(worker -> add(workers.addObject(), worker));
        }
        if (withJobs) {
            one.put("jobCount", queue.jobs(now));
        }
    }

    private void add(ObjectNode one, Worker worker) {
        if (behaviour.workersElsewhere) {
            one.put("pid", worker.pid).put("user", "");
            one.put("alive", false).put("correct_user", false).put("ok", false);
            return;
        }
        one.put("pid", worker.pid).put("user", worker.user);
        if (!worker.rightUser()) {
            one.put("alive", false);
        } else if (behaviour.procHidden) {
            one.put("alive", "N/A");
        } else {
            one.put("alive", worker.alive(now));
        }
        one.put("correct_user", worker.rightUser()).put("ok", ok(worker));
    }

    private boolean ok(Worker worker) {
        return !behaviour.workersElsewhere && worker.rightUser() && (behaviour.procHidden || worker.alive(now));
    }

    /** Returns the report with the members that are not queues. */
    ObjectNode plainMembers() {
        answer.put("proc_accessible", !behaviour.procHidden);
        if (behaviour.controls == null) {
            answer.put("controls", 1);
        } else {
            answer.put("controls", behaviour.controls);
        }
        return answer;
    }
}
