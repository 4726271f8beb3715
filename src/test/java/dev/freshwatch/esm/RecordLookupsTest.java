package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.esm.QueryPermits.Permit;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a Receiver that is not asked, as too many others are. */
class RecordLookupsTest {

    private final FakeTime time = new FakeTime();

    @ParameterizedTest(name = "max-queries {0}, {1} times refused")
    @CsvSource({
        "4, 0, 'one of the 4 event queries that may be open at once was free (esm.soc.max-queries = 4)'",
        "4, 1, 'one of the 2 event queries that may be open at once was free (esm.soc.max-queries = 4, at present 2: more while it answers quickly)'",
        "4, 2, 'the only event query that may be open was free (esm.soc.max-queries = 4, at present 1: more while it answers quickly)'",
        "1, 0, 'the only event query that may be open was free (esm.soc.max-queries = 1)'",
    })
    void saysHowManyMayBeOpenNow(int most, int refusals, String says) throws InterruptedException {
        TestEsm test = new TestEsm().receiver(Long.parseLong(ScriptedEsm.RECEIVER));
        test.maxQueries = most;
        EsmSettings settings = test.settings();
        EsmSession session = new EsmSession(settings, new ScriptedEsm(time), time);
        QueryPermitsTest.rise(session.queries(), most);
        for (int refusal = 0; refusal < refusals; refusal++) {
            List<Permit> open = takeAll(session.queries());
            open.get(0).refused();
            open.forEach(Permit::close);
        }
        takeAll(session.queries());
        Deadline over = Deadline.in(time, Duration.ZERO, "the time of this cycle");
        FairShare share = new FairShare(time, over, session.queries()::allowed, Duration.ofMinutes(1), "soc");
        EsmCycle cycle = new EsmCycle("soc", time, over, over, share);
        Question question = new Question(CheckId.of("esm", "soc", "events", "1"), "soc", "events", Limits.NONE);
        RecordLookups lookups = new RecordLookups(
                settings,
                time,
                session,
                new DeviceList(session, time),
                new QueryCloser(settings.name(), session, time),
                new QueryBudget(time, "", null));

        RecordLookup answered =
                lookups.events(RecordLookup.forEvents(cycle, question, settings.events(), 1), Window.LAST_HOUR);

        assertThat(answered.answer().observation()).isInstanceOfSatisfying(Unanswered.class, unanswered -> {
            assertThat(unanswered.cause()).isEqualTo(Reason.TIMEOUT);
            assertThat(unanswered.toString()).contains("the time of this cycle was over before " + says);
        });
    }

    private static List<Permit> takeAll(QueryPermits permits) throws InterruptedException {
        List<Permit> taken = new ArrayList<>();
        for (Permit permit = permits.take(Duration.ZERO, false);
                permit != null;
                permit = permits.take(Duration.ZERO, false)) {
            taken.add(permit);
        }
        return taken;
    }
}
