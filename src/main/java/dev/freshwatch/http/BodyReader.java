package dev.freshwatch.http;

import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a good answer (2xx) while it arrives, so that it need not be in memory as a whole. */
@FunctionalInterface
public interface BodyReader {

    /**
     * Reads a body, on another thread than that of the caller; at most once for a call. The time limit of the call ends it by
     * closing the stream, and so does its size limit, which holds after decompression, too. If this is not called, the answer
     * has its body.
     *
     * @param body decompressed; what is left unread costs the connection
     * @throws IOException as the stream throws it; what is wrong with the content must be kept, and judged by the caller
     */
    void read(InputStream body) throws IOException;
}
