package dev.freshwatch.samples;

/** Stored bytes that are damaged, or were written by a version that this one does not know. */
final class UnreadableChunk extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableChunk(String why) {
        super(why);
    }
}
