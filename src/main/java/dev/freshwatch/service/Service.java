package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user's own service, as described by its parameters: one check, or one for a list and one for each of its sources.
 * Immutable; reading it makes no connection.
 */
public interface Service {

    /** Returns the question of its check; of the list as a whole if it is one. */
    Question question();

    /** Returns how often the check is made. */
    Duration every();

    /** Returns the host that is asked; empty if there is none. */
    Optional<String> askedHost();

    /** Returns how it is called over HTTP; empty if it is not. */
    default Optional<HttpProfile> profile() {
        return Optional.empty();
    }

    /** Whether sources that are not known in advance belong to it. */
    default boolean isList() {
        return false;
    }

    /**
     * Makes the check once. Ends within the service's own time limit, whatever the peer does, and never throws because of
     * it.
     *
     * @return an answer for its own check, and for each of its sources
     * @throws InterruptedException if Freshwatch is stopping
     */
    List<Answer> ask(ServiceTools tools) throws InterruptedException;
}
