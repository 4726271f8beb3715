package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Workers as entries in CakeResque's list: a dead one stays in it until a restart call removes it, and a started one
 * takes a while to appear in it.
 */
final class ResqueWorkers extends Workers {

    /** Time from the start of a worker until it is listed; 1 to 2 s were observed. */
    static final Duration START_UP = Duration.ofMillis(1500);

    private static final String SCHEDULER = "scheduler";

    ResqueWorkers(MispBehaviour behaviour, LongSupplier nanos) {
        super(behaviour, nanos);
        queue("cache", 1).queue("default", 1).queue("email", 1).queue("prio", 1).queue("update", 1);
        queue(SCHEDULER, 1);
    }

    @Override
    synchronized ObjectNode report() throws MispRefusal {
        if (behaviour.redisGone) {
            if (behaviour.version.since("2.4.151")) {
                throw MispRefusal.internalError();
            }
            return WorkerReport.withoutRedis(queues.values());
        }
        long now = nanos.getAsLong();
        WorkerReport report = new WorkerReport(behaviour, now);
        for (Queue queue : queues.values()) {
            report.queue(queue, listed(queue, now), !queue.name.equals(SCHEDULER));
        }
        return report.plainMembers();
    }

    private static List<Worker> listed(Queue queue, long now) {
        return queue.workers.stream().filter(worker -> worker.appeared(now)).toList();
    }

    @Override
    void checkEngine() throws MispRefusal {
        if (behaviour.redisGone) {
            throw MispRefusal.internalError();
        }
    }

    /** Removes dead entries and starts as many; for a dead scheduler one more default worker, as was observed. */
    @Override
    synchronized void restartDead() {
        long now = nanos.getAsLong();
        for (Queue queue : List.copyOf(queues.values())) {
            List<Worker> dead = listed(queue, now).stream()
                    .filter(worker -> worker.rightUser() && !worker.alive(now))
                    .toList();
            queue.workers.removeAll(dead);
            Queue startsOn = queue.name.equals(SCHEDULER) ? queueOf("default") : queue;
            dead.forEach(worker -> startOn(startsOn, worker.fragile));
        }
    }

    private void startOn(Queue queue, boolean fragile) {
        long now = nanos.getAsLong();
        Worker worker = new Worker(nextPid());
        worker.fragile = fragile;
        worker.start(worker.pid, endOfFragile() + START_UP.toNanos());
        worker.appearsAt(now + START_UP.toNanos());
        queue.workers.add(0, worker);
    }

    /** Ends all workers and starts as many on each queue, and one if there was none. */
    @Override
    synchronized void restartAll() {
        for (Queue queue : queues.values()) {
            List<Worker> before = List.copyOf(queue.workers);
            queue.workers.clear();
            before.forEach(worker -> startOn(queue, worker.fragile));
            if (before.isEmpty()) {
                startOn(queue, false);
            }
        }
    }

    @Override
    synchronized void start(String name) throws MispRefusal {
        Queue queue = queues.get(name);
        if (queue == null) {
            throw MispRefusal.of(405, "Method Not Allowed");
        }
        if (name.equals("update") && !pids(name).isEmpty()) {
            throw MispRefusal.of(403, "Could not start worker");
        }
        startOn(queue, false);
    }

    /** Always succeeds, whether there is such a process or not. */
    @Override
    synchronized void stop(String pidOrName) {
        queues.values().forEach(queue -> queue.workers.removeIf(worker -> pidOrName.equals(Long.toString(worker.pid))));
    }
}
