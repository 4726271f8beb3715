package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.util.Optional;

/** One check of a user's own service, as described by its parameters. Immutable; reading it makes no connection. */
public interface Service {

    Question question();

    /** Returns how often the check is made. */
    Duration every();

    /** Returns the host that is asked; empty if there is none. */
    Optional<String> askedHost();

    /**
     * Makes the check once. Ends within the service's own time limit, whatever the peer does.
     *
     * @throws InterruptedException if Freshwatch is stopping
     */
    Observation observe(ServiceTools tools) throws InterruptedException;
}
