package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The background workers of a simulated MISP: their state, what getWorkers shows of them, and the effect of restart
 * calls (misp.md sections 4 and 5). Thread-safe.
 */
public abstract class Workers {

    /** How long a fragile worker lives after a start. */
    public static final Duration FRAGILE_LIFE = Duration.ofSeconds(1);

    final MispBehaviour behaviour;
    final LongSupplier nanos;
    final Map<String, Queue> queues = new LinkedHashMap<>();
    private long lastPid = 23_492;

    /** @param nanos like {@link System#nanoTime} */
    Workers(MispBehaviour behaviour, LongSupplier nanos) {
        this.behaviour = behaviour;
        this.nanos = nanos;
    }

    /** Returns getWorkers' answer about queues. */
    abstract ObjectNode report() throws MispRefusal;

    /** Checks whether restart calls work at all. */
    abstract void checkEngine() throws MispRefusal;

    abstract void restartDead();

    abstract void restartAll();

    abstract void start(String queue) throws MispRefusal;

    abstract void stop(String pidOrName) throws MispRefusal;

    final long nextPid() {
        lastPid++;
        return lastPid;
    }

    final Queue queueOf(String name) {
        Queue queue = queues.get(name);
        if (queue == null) {
            throw new IllegalArgumentException("no queue " + name + "; there are " + queues.keySet());
        }
        return queue;
    }

    /** Creates or resets a queue with this many good workers. */
    public synchronized Workers queue(String name, int workers) {
        Queue queue = queues.computeIfAbsent(name, Queue::new);
        queue.workers.clear();
        for (int i = 0; i < workers; i++) {
            queue.workers.add(new Worker(nextPid()));
        }
        return this;
    }

    /** Removes a queue from MISP. */
    public synchronized Workers removeQueue(String name) {
        queues.remove(name);
        return this;
    }

    /** Ends the process of one living worker of this queue. */
    public synchronized Workers kill(String queue) {
        long now = nanos.getAsLong();
        queueOf(queue).workers.stream()
                .filter(worker -> worker.alive(now))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no worker of " + queue + " is alive"))
                .end();
        return this;
    }

    /** Ends the process with this id. */
    public synchronized Workers kill(long pid) {
        long now = nanos.getAsLong();
        queues.values().stream()
                .flatMap(queue -> queue.workers.stream())
                .filter(worker -> worker.pid == pid && worker.alive(now))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no worker with the pid " + pid))
                .end();
        return this;
    }

    /** Ends all processes of this queue. */
    public synchronized Workers killAll(String queue) {
        queueOf(queue).workers.forEach(Worker::end);
        return this;
    }

    /** Ends all processes of all queues, as when Redis stops. */
    public synchronized Workers killAll() {
        queues.keySet().forEach(this::killAll);
        return this;
    }

    /** Runs the workers of this queue under this account; {@code www-data} is the right one. */
    public synchronized Workers account(String queue, String user) {
        queueOf(queue).workers.forEach(worker -> worker.user = user);
        return this;
    }

    /** Makes the workers of this queue die {@link #FRAGILE_LIFE} after each start; living ones are not affected yet. */
    public synchronized Workers fragile(String queue, boolean dieAgain) {
        queueOf(queue).workers.forEach(worker -> worker.fragile = dieAgain);
        return this;
    }

    /** Sets the number of waiting jobs. */
    public synchronized Workers jobs(String queue, long waiting) {
        queueOf(queue).jobs(waiting, null, nanos.getAsLong());
        return this;
    }

    /** Sets the number of waiting jobs, which grows by one at this interval. */
    public synchronized Workers jobs(String queue, long waiting, Duration oneMoreEvery) {
        queueOf(queue).jobs(waiting, oneMoreEvery, nanos.getAsLong());
        return this;
    }

    /** Omits {@code ok} of this queue from the answer. */
    public synchronized Workers withoutOk(String queue, boolean left) {
        queueOf(queue).withoutOk = left;
        return this;
    }

    /** Returns the ids of the living processes of this queue. */
    public synchronized List<Long> pids(String queue) {
        long now = nanos.getAsLong();
        return queueOf(queue).workers.stream()
                .filter(worker -> worker.alive(now) && worker.appeared(now))
                .map(worker -> worker.pid)
                .toList();
    }

    /** Returns the names of the queues, in the order of the answer. */
    public synchronized List<String> queueNames() {
        return List.copyOf(queues.keySet());
    }

    final long endOfFragile() {
        return nanos.getAsLong() + FRAGILE_LIFE.toNanos();
    }
}
