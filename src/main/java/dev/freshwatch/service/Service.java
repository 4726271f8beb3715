package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.util.Optional;

/** One check of a user's own, as its parameters describe it. Immutable; reading it contacts nobody. */
public interface Service {

    Question question();

    /** How often it is asked. */
    Duration every();

    /** The host that is asked; empty where there is none. */
    Optional<String> askedHost();

    /**
     * Asks once. Ends within the service's own time limit, whatever the peer does.
     *
     * @throws InterruptedException where the watch is being ended
     */
    Observation look(ServiceTools tools) throws InterruptedException;
}
