package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The background workers of a simulated MISP: what happens to them, what getWorkers shows of them and what the restart
 * calls do to them (misp.md sections 4 and 5). Thread-safe.
 */
public abstract class Workers {

    /** How long a fragile worker lives after a start. */
    public static final Duration FRAGILE_LIFE = Duration.ofSeconds(1);

    final MispBehaviour behaviour;
    final LongSupplier nanos;
    final Map<String, Queue> queues = new LinkedHashMap<>();
    private long lastPid = 23_492;

    /** @param nanos as {@link System#nanoTime} */
    Workers(MispBehaviour behaviour, LongSupplier nanos) {
        this.behaviour = behaviour;
        this.nanos = nanos;
    }

    /** What getWorkers answers about queues. */
    abstract ObjectNode report() throws MispRefusal;

    /** Whether the restart calls work at all. */
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

    /** A queue with so many good workers, new or as if it had just been set up. */
    public synchronized Workers queue(String name, int workers) {
        Queue queue = queues.computeIfAbsent(name, Queue::new);
        queue.workers.clear();
        for (int i = 0; i < workers; i++) {
            queue.workers.add(new Worker(nextPid()));
        }
        return this;
    }

    /** Takes a queue out of MISP altogether. */
    public synchronized Workers removeQueue(String name) {
        queues.remove(name);
        return this;
    }

    /** Ends the process of one worker of this queue that lives. */
    public synchronized Workers kill(String queue) {
        long now = nanos.getAsLong();
        queueOf(queue).workers.stream()
                .filter(worker -> worker.alive(now))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no worker of " + queue + " lives"))
                .end();
        return this;
    }

    /** Ends the process of this id. */
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

    /** Ends every process of this queue. */
    public synchronized Workers killAll(String queue) {
        queueOf(queue).workers.forEach(Worker::end);
        return this;
    }

    /** Ends every process of all queues, as when Redis goes. */
    public synchronized Workers killAll() {
        queues.keySet().forEach(this::killAll);
        return this;
    }

    /** The workers of this queue run under this account, {@code www-data} being the right one. */
    public synchronized Workers account(String queue, String user) {
        queueOf(queue).workers.forEach(worker -> worker.user = user);
        return this;
    }

    /** The workers of this queue die again {@link #FRAGILE_LIFE} after each start; those that live go on for now. */
    public synchronized Workers fragile(String queue, boolean dieAgain) {
        queueOf(queue).workers.forEach(worker -> worker.fragile = dieAgain);
        return this;
    }

    /** So many jobs wait. */
    public synchronized Workers jobs(String queue, long waiting) {
        queueOf(queue).jobs(waiting, null, nanos.getAsLong());
        return this;
    }

    /** So many jobs wait, and one more after each such time. */
    public synchronized Workers jobs(String queue, long waiting, Duration oneMoreEvery) {
        queueOf(queue).jobs(waiting, oneMoreEvery, nanos.getAsLong());
        return this;
    }

    /** Leaves the {@code ok} of this queue out of the answer. */
    public synchronized Workers withoutOk(String queue, boolean left) {
        queueOf(queue).withoutOk = left;
        return this;
    }

    /** The processes of this queue that live. */
    public synchronized List<Long> pids(String queue) {
        long now = nanos.getAsLong();
        return queueOf(queue).workers.stream()
                .filter(worker -> worker.alive(now) && worker.appeared(now))
                .map(worker -> worker.pid)
                .toList();
    }

    /** The names of the queues, in the order of the answer. */
    public synchronized List<String> queueNames() {
        return List.copyOf(queues.keySet());
    }

    final long endOfFragile() {
        return nanos.getAsLong() + FRAGILE_LIFE.toNanos();
    }
}
