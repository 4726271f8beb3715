package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Workers as programs of supervisord. One that is not running is not shown at all; a started one is shown at once. Dead
 * programs are not restarted automatically: {@code autorestart} is off, as for whatever stays down on a real site.
 */
final class SupervisorWorkers extends Workers {

    private final Random random = new Random(1);
    private int restarts;

    SupervisorWorkers(MispBehaviour behaviour, LongSupplier nanos) {
        super(behaviour, nanos);
        queue("cache", 1).queue("default", 2).queue("email", 1).queue("prio", 2).queue("update", 1);
        if (behaviour.version.since("2.5.18")) {
            queue("scheduler", 1);
        }
    }

    @Override
    synchronized ObjectNode report() {
        if (behaviour.redisGone) {
            return WorkerReport.withoutRedis(queues.values());
        }
        long now = nanos.getAsLong();
        WorkerReport report = new WorkerReport(behaviour, now);
        for (Queue queue : queues.values()) {
            List<Worker> running = behaviour.supervisorGone
                    ? List.of()
                    : queue.workers.stream().filter(worker -> worker.alive(now)).toList();
            report.queue(queue, running, true);
        }
        ObjectNode answer = report.plainMembers();
        if (behaviour.version.since("2.4.152")) {
            answer.put("supervisord_status", !behaviour.supervisorGone);
        }
        return answer;
    }

    @Override
    void checkEngine() throws MispRefusal {
        if (behaviour.supervisorGone || behaviour.redisGone) {
            throw MispRefusal.internalError();
        }
    }

    @Override
    synchronized void restartDead() {
        queues.values().forEach(queue -> queue.workers.forEach(this::startIfStopped));
    }

    private boolean startIfStopped(Worker worker) {
        boolean stopped = !worker.alive(nanos.getAsLong());
        if (stopped) {
            worker.start(nextPid(), endOfFragile());
        }
        return stopped;
    }

    /** Restarts all; every second time, one to three of them have not ended when the start comes, and stay stopped. */
    @Override
    synchronized void restartAll() {
        killAll();
        restartDead();
        restarts++;
        if (restarts % 2 == 0) {
            List<Worker> all = new ArrayList<>();
            queues.values().forEach(queue -> all.addAll(queue.workers));
            Collections.shuffle(all, random);
            all.stream().limit(1L + random.nextInt(3)).forEach(Worker::end);
        }
    }

    @Override
    synchronized void start(String name) throws MispRefusal {
        Queue queue = queues.get(name);
        if (queue == null) {
            throw MispRefusal.internalError();
        }
        for (Worker worker : queue.workers) {
            if (startIfStopped(worker)) {
                return;
            }
        }
    }

    @Override
    synchronized void stop(String pidOrName) throws MispRefusal {
        long now = nanos.getAsLong();
        for (Queue queue : queues.values()) {
            for (int i = 0; i < queue.workers.size(); i++) {
                Worker worker = queue.workers.get(i);
                boolean named = pidOrName.equals(String.format(Locale.ROOT, "%s_%02d", queue.name, i));
                if (worker.alive(now) && (named || pidOrName.equals(Long.toString(worker.pid)))) {
                    worker.end();
                    return;
                }
            }
        }
        throw pidOrName.matches("\\d+") ? MispRefusal.of(404, "Not Found") : MispRefusal.internalError();
    }
}
