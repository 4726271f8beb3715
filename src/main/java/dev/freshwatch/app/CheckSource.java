package dev.freshwatch.app;

import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.misp.MispSurvey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that is asked by a route: a cycle made by {@link #open} is sent to {@code direct:<bean>} and returns a list
 * of answers.
 */
interface CheckSource {

    /** Prefix of its check ids, such as {@code esm/soc}. */
    String id();

    /** Name of its beans and routes, such as {@code esm-soc}. */
    String bean();

    /**
     * Opens a cycle.
     *
     * @param within time limit of the whole cycle
     * @param only   the checks to make
     * @return the input of the route
     */
    Object open(Duration within, CheckFilter only);

    /** Whether any of its checks can match the filter; checks that are not known in advance count as matching. */
    boolean mayMatch(CheckFilter only);

    /** The questions that are known in advance; they get an answer even if the whole cycle is lost. */
    List<Question> questions(CheckFilter only);

    /** Asks for the devices whose events it has; empty if it has none. */
    default Optional<DeviceList> devices() {
        return Optional.empty();
    }

    /** Asks a MISP about itself; empty if this is not a MISP. */
    default Optional<MispSurvey> survey() {
        return Optional.empty();
    }
}
