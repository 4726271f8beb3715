package dev.freshwatch.samples;

/** Takes chunks, one by one. */
@FunctionalInterface
interface ChunkSink {

    void add(long slot, byte[] data);
}
