package dev.freshwatch.samples;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs chunks that cannot be read, each once, and not without end. Thread-safe. */
final class ChunkComplaints {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkComplaints.class);

    private static final int MOST = 100;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void skipped(String chunk, UnreadableChunk why) {
        if (told.size() < MOST && told.add(chunk)) {
            LOG.warn("Part of the history cannot be read and is left out: {}: {}", chunk, why.getMessage());
        }
    }
}
