package dev.freshwatch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.alert.SilenceMatcher;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.history.SilenceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What programs are told of checks: each as in {@code status --output json}, with what is open, silenced and acknowledged
 * of it. A check whose last look is too old is unknown. Every field is always present; fields that do not apply are null.
 */
public final class ChecksJson {

    private final StoreView from;
    private final Instant now;
    private final Map<CheckId, OpenProblem> problems;
    private final SilenceMatcher silences;

    private ChecksJson(StoreView from) {
        this.from = from;
        now = from.store().clock().instant();
        problems = new OpenProblemsQuery(from.store(), from.maintenances())
                .all().stream().collect(Collectors.toMap(OpenProblem::check, Function.identity(), (one, other) -> one));
        silences = new SilenceTable(from.store()).now(from.maintenances());
    }

    /**
     * Returns {@code {"checks": […], "unseen": […]}}: all checks, bad ones first; and the ids of platforms and services that
     * were not looked at yet, of which nothing is known. It is the same until something else was found.
     *
     * @throws dev.freshwatch.store.StoreException if the store cannot be read
     */
    public static ObjectNode all(StoreView from) {
        ChecksJson checks = new ChecksJson(from);
        List<Look> looks =
                LookTable.all(from.store()).stream().map(checks::believed).toList();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("checks");
        StatusChecks.sorted(looks).forEach(look -> list.add(checks.of(look)));
        ArrayNode unseen = json.putArray("unseen");
        from.unseen(looks).forEach(unseen::add);
        return json;
    }

    /**
     * Returns what {@code explain --output json} tells, with the check as in {@link #all}.
     *
     * @throws NoSuchCheck if no check has this id
     * @throws dev.freshwatch.store.StoreException if the store cannot be read
     */
    public static ObjectNode one(StoreView from, CheckId check) throws NoSuchCheck {
        Explanation explanation = Explanation.of(from, check.value());
        if (!explanation.look().check().equals(check)) {
            throw new NoSuchCheck("no check has this id");
        }
        ChecksJson checks = new ChecksJson(from);
        ObjectNode json = ExplainJson.of(explanation);
        json.set("check", checks.of(checks.believed(explanation.look())));
        return json;
    }

    private Look believed(Look look) {
        return BelievedLook.shown(look, now, from.watched());
    }

    private ObjectNode of(Look look) {
        OpenProblem problem = problems.get(look.check());
        ObjectNode json = StatusJson.check(look);
        json.put("since", problem == null ? null : StatusJson.time(problem.since()));
        StatusJson.put(silences.of(look.check(), look.finding().name()).orElse(null), json);
        StatusJson.put(problem == null ? null : problem.acknowledged(), json);
        return json;
    }
}
