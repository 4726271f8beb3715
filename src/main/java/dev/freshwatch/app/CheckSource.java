package dev.freshwatch.app;

import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is asked by a route: a cycle goes to {@code direct:<bean>} as {@link #open} made it and comes back as a list of
 * answers.
 */
interface CheckSource {

    /** As its check ids begin, such as {@code esm/soc}. */
    String id();

    /** As its beans and routes are called, such as {@code esm-soc}. */
    String bean();

    /**
     * Opens a cycle.
     *
     * @param within the time for the whole cycle
     * @param only   which checks to make
     * @return what the route takes
     */
    Object open(Duration within, Predicate<CheckId> only);

    /** The questions that are known without asking anybody; they get an answer even where the whole cycle is lost. */
    List<Question> questions(Predicate<CheckId> only);

    /** Asks for the devices whose events it has; empty where it is nothing that has any. */
    default Optional<DeviceList> devices() {
        return Optional.empty();
    }
}
