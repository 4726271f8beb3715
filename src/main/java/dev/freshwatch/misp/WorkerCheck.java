package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Requests the workers and judges the answer; keeps what judging needs from earlier observations. */
final class WorkerCheck {

    /**
     * What was learnt can only make it worse: fewer workers than before, a missing queue, jobs that only accumulate.
     */
    private static final String NOT_LEARNT =
            "; this may be incomplete: what was learnt from earlier observations" + " cannot be read from the store";

    private static final String LIVE = "/servers/getSetting/MISP.live";
    /** Values that PHP takes for false. */
    private static final Set<String> NOT = Set.of("false", "0", "", "null");

    private final MispSettings settings;
    private final MispWire wire;
    private final ExpectedWorkers expected;
    private final WorkerRules rules;
    private final GrowingQueues backlog;
    private volatile Function<Verdict, String> remarks = verdict -> "";

    WorkerCheck(MispSettings settings, MispWire wire, MispMemory memory, PlatformClock time) {
        this.settings = settings;
        this.wire = wire;
        this.expected = new ExpectedWorkers(settings, memory);
        this.backlog = new GrowingQueues(settings, memory, time);
        this.rules = new WorkerRules(settings);
    }

    /** Makes one request. Passes the verdict, if there is one, and the report about the key to the cycle. */
    Observation observe(MispCycle cycle) {
        try {
            Reply reply = wire.withAdminKey("GET", WorkersReading.PATH, cycle.deadline());
            try {
                Verdict verdict = judge(reply);
                cycle.key(KeyReport.good(MispKey.ADMIN, reply));
                if (verdict.isGood() && (!expected.isComplete() || backlog.isUndecided())) {
                    return new Unanswered(Reason.UNREADABLE, verdict.text() + NOT_LEARNT, verdict.elapsed());
                }
                cycle.workers(verdict);
                return verdict.observation(remarks.apply(verdict));
            } catch (MispException failure) {
                cycle.key(KeyReport.bad(MispKey.ADMIN, reply, failure));
                return failure.unanswered();
            }
        } catch (MispException failure) {
            cycle.key(KeyReport.without(MispKey.ADMIN, failure));
            return failure.unanswered();
        }
    }

    /** Judges by the status of the answer alone, which says no more than that the request was accepted. */
    Restart restart(Deadline deadline) {
        try {
            Reply reply = wire.withAdminKey("POST", Restart.PATH, deadline);
            return Restart.of(reply.status(), "HTTP " + reply.status());
        } catch (MispException failure) {
            return new Restart(failure.getMessage(), failure.ofKey() == MispException.OfKey.REFUSED);
        }
    }

    /** Reads the setting itself; the switch in Redis is only visible with the weak key. */
    boolean saysMaintenance(Deadline deadline) throws MispException {
        Reply reply = wire.withAdminKey("GET", LIVE, deadline);
        JsonNode value = MispJson.read(reply, MispKey.ADMIN.in(settings)).path("value");
        if (value.isMissingNode() || value.isContainerNode()) {
            throw MispErrors.unreadable("JSON, but not the value of a setting", reply);
        }
        return NOT.contains(value.asText().toLowerCase(Locale.ROOT));
    }

    void remarks(Function<Verdict, String> source) {
        remarks = source;
    }

    private Verdict judge(Reply reply) throws MispException {
        Map<String, Integer> highest = expected.highest();
        Set<String> known = new HashSet<>(highest.keySet());
        known.addAll(settings.workers().expected().keySet());
        WorkersReading read = WorkersReading.read(reply, known, MispKey.ADMIN.in(settings));
        WorkersReading reading = settings.workers().trustList() ? read.trustingTheList() : read;
        Verdict verdict = rules.judge(reading, highest, backlog.observe(reading.queues()));
        expected.learn(reading);
        if (verdict == null) {
            throw new MispException(
                    Reason.UNREADABLE, "no queue besides ignored ones", MispException.OfKey.NOTHING, reply.elapsed());
        }
        return verdict;
    }
}
