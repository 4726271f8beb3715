package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.misp.WorkersReading.Queue;
import java.util.HashMap;
import java.util.Map;

/** How many workers each queue of one MISP should have if that is not configured: the most it ever had. */
final class ExpectedWorkers {

    private final MispSettings settings;
    private final WorkerMemory memory;
    private final Map<String, Integer> highest = new HashMap<>();
    private boolean read;

    ExpectedWorkers(MispSettings settings, WorkerMemory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    /** Returns the numbers by queue, without configured and ignored ones. */
    synchronized Map<String, Integer> highest() {
        if (!read) {
            memory.forget(settings.name(), settings.workers().expected().keySet());
            memory.highest(settings.name()).ifPresent(this::remember);
        }
        return Map.copyOf(highest);
    }

    /**
     * Whether that includes everything learnt so far; until the store was read once, only what this process has seen.
     */
    synchronized boolean isComplete() {
        return read;
    }

    private synchronized void remember(Map<String, Integer> kept) {
        kept.forEach((queue, count) -> {
            if (!settings.workers().expected().containsKey(queue)
                    && !settings.workers().ignores(queue, true)) {
                highest.merge(queue, count, Math::max);
            }
        });
        read = true;
    }

    /** Learns from a reading; {@link #highest} must have been called before. */
    synchronized void learn(WorkersReading reading) {
        Map<String, Integer> before = Map.copyOf(highest);
        Map<String, Integer> raised = new HashMap<>();
        for (Map.Entry<String, Queue> queue : reading.queues().entrySet()) {
            String name = queue.getKey();
            int good = (int) queue.getValue().good();
            boolean counts = !settings.workers().expected().containsKey(name)
                    && !settings.workers().ignores(name, true);
            boolean room = before.containsKey(name) || before.size() + raised.size() < WorkersReading.MOST_QUEUES;
            if (counts && room && good > before.getOrDefault(name, 0)) {
                raised.put(name, good);
            }
        }
        if (!raised.isEmpty()) {
            highest.putAll(raised);
            memory.raise(settings.name(), raised);
        }
    }
}
