package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.misp.WorkersReading.Queue;
import java.util.HashMap;
import java.util.Map;

/** How many workers each queue of one MISP must have, where that is not configured: the most it ever had. */
final class ExpectedWorkers {

    private final MispSettings settings;
    private final WorkerMemory memory;
    private Map<String, Integer> highest;

    ExpectedWorkers(MispSettings settings, WorkerMemory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    /** By queue; without those that are configured or ignored. */
    synchronized Map<String, Integer> highest() {
        if (highest == null) {
            memory.forget(settings.name(), settings.workers().expected().keySet());
            highest = new HashMap<>(memory.highest(settings.name()));
            highest.keySet().removeAll(settings.workers().expected().keySet());
            highest.keySet().removeIf(queue -> settings.workers().ignores(queue, true));
        }
        return Map.copyOf(highest);
    }

    /** Learns from a reading. */
    synchronized void learn(WorkersReading reading) {
        Map<String, Integer> before = highest();
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
