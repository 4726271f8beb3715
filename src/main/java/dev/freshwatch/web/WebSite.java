package dev.freshwatch.web;

import java.util.List;
import java.util.Objects;

/** Answers requests for some paths. Runs on threads of its own, so it may read the store; must be thread-safe. */
@FunctionalInterface
public interface WebSite {

    /**
     * Returns the answer; null if there is nothing at this path.
     *
     * @throws NotNow if it cannot be told now; the client is told so
     */
    WebResponse answer(WebRequest request);

    /** Asks these, one after the other, until one has an answer. */
    static WebSite firstOf(List<WebSite> sites) {
        List<WebSite> all = List.copyOf(sites);
        return request -> all.stream()
                .map(site -> site.answer(request))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What would be needed for an answer is not there now. The one-line message is for the client. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param cause null = there is none */
        public NotNow(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
