package dev.freshwatch.app;

import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.misp.MispSurvey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    Object open(Duration within, CheckFilter only);

    /** Whether any of its checks can match the filter; what this cannot know before it has asked counts as matching. */
    boolean mayMatch(CheckFilter only);

    /** The questions that are known without asking anybody; they get an answer even where the whole cycle is lost. */
    List<Question> questions(CheckFilter only);

    /** Asks for the devices whose events it has; empty where it is nothing that has any. */
    default Optional<DeviceList> devices() {
        return Optional.empty();
    }

    /** Asks for what a MISP tells of itself; empty where it is none. */
    default Optional<MispSurvey> survey() {
        return Optional.empty();
    }
}
