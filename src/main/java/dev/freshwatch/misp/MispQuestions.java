package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import java.util.ArrayList;
import java.util.List;

/** The questions about one MISP, as configured. */
record MispQuestions(MispSettings settings) {

    /** Returns all questions, in the order in which checks are shown. */
    List<Question> all() {
        List<Question> all = new ArrayList<>();
        if (settings.ping()) {
            all.add(question("ping", Limits.NONE));
        }
        all.add(question("page", settings.page().limits()));
        if (settings.key() != null) {
            all.add(question("rest", settings.rest()));
        }
        if (settings.adminKey() != null) {
            all.add(workers());
        }
        if (settings.key() != null && settings.eventsErrorAfter() != null) {
            all.add(question("events", new Limits(null, settings.eventsErrorAfter())));
        }
        if (settings.key() != null || settings.adminKey() != null) {
            all.add(question("key", Limits.NONE));
        }
        return all;
    }

    Question workers() {
        return question("workers", Limits.NONE);
    }

    private Question question(String what, Limits limits) {
        return new Question(CheckId.of("misp", settings.name(), what), settings.name(), what, limits);
    }
}
