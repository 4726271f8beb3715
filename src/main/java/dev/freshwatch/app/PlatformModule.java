package dev.freshwatch.app;

import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something that is asked in cycles: an ESM, a MISP. Its routes are named after it: a cycle goes to {@code
 * direct:<kind>-<name>} as {@link #open} made it and comes back as a list of answers; the template {@code <kind>-timer},
 * which begins with {@code timer:<kind>/<name>}, opens one in even steps.
 */
interface PlatformModule {

    /** The first part of its check ids, such as {@code esm}. */
    String kind();

    /** Its name in the configuration, the second part of its check ids. */
    String name();

    /** How often a cycle starts. */
    Duration every();

    /** What a cycle may take by its own limits, before that is a fault of the watch. */
    default Duration longestCycle() {
        return every();
    }

    /** The host that is asked; null where there is none. */
    String host();

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

    /** Abandons what is being asked. */
    void close();

    /** As check ids begin, such as {@code esm/soc}. */
    default String id() {
        return kind() + "/" + name();
    }

    /** As its beans and routes are called, such as {@code esm-soc}. */
    default String bean() {
        return kind() + "-" + name();
    }
}
