package dev.freshwatch.web;

import java.nio.charset.StandardCharsets;

/** What is served. Asked on the one thread that serves everybody: it must not wait for anything. */
@FunctionalInterface
public interface HttpPages {

    /**
     * A page.
     *
     * @param path   as it was asked for, without what stands behind a question mark
     * @param accept the header {@code Accept}; null = it was not sent
     * @return null where there is no such page
     */
    Page page(String path, String accept);

    /** Where those are counted that are refused before anything is asked for. */
    default RefusedRequests refusals() {
        return new RefusedRequests();
    }

    /** One page as it is answered. */
    record Page(int status, String contentType, byte[] body) {

        static Page json(int status, String body) {
            return new Page(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
