package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that is one check. */
interface SingleService extends Service {

    /**
     * Makes the check once. Ends within the service's own time limit, whatever the peer does.
     *
     * @throws InterruptedException if Freshwatch is stopping
     */
    Observation observe(ServiceTools tools) throws InterruptedException;

    @Override
    default List<Answer> ask(ServiceTools tools) throws InterruptedException {
        return List.of(new Answer(question(), observe(tools), tools.clock().instant()));
    }

    /** Logs a fault of our own, and returns what is said of it. */
    static Unanswered broken(Service service, RuntimeException fault) {
        Logger log = LoggerFactory.getLogger(Services.class);
        log.error("{}: the check failed", service.question().check(), fault);
        return new Unanswered(Reason.FAILED, "the check failed because of a fault in Freshwatch, see the log", null);
    }
}
