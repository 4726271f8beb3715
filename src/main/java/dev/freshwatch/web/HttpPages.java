package dev.freshwatch.web;

import java.nio.charset.StandardCharsets;

/** The pages at {@code /observe} and below. Called on the single server thread, so implementations must not block. */
@FunctionalInterface
public interface HttpPages {

    /**
     * Returns a page.
     *
     * @param path   the requested path, without the query
     * @param accept the {@code Accept} header; null = not sent
     * @return null if there is no such page
     */
    Page page(String path, String accept);

    /** Counts requests that are refused before a page is looked up. */
    default RefusedRequests refusals() {
        return new RefusedRequests();
    }

    /** A response. */
    record Page(int status, String contentType, byte[] body) {

        static Page json(int status, String body) {
            return new Page(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
