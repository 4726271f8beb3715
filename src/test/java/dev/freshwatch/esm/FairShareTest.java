package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hanging queries do not keep others from being asked. */
class FairShareTest {

    private final FakeTime time = new FakeTime();

    @ParameterizedTest(name = "{0} s for {1} questions, {2} at once")
    @CsvSource({
        "600, 500, 2, 1920, true",
        "600, 40, 2, 24000, true",
        "600, 4, 2, 120000, false",
        "600, 1, 2, 120000, false",
        "60, 500, 2, 1000, true",
        "60, 1, 2, 60000, true",
        "0.4, 500, 2, 400, true",
    })
    void sharesTheTimeOfTheCycle(double seconds, int questions, int atOnce, long millis, boolean cut) {
        Deadline cycle = Deadline.in(time, Duration.ofMillis((long) (seconds * 1000)), "the time of this cycle");
        FairShare share = new FairShare(time, cycle, () -> atOnce, Duration.ofSeconds(120), "soc");
        for (int i = 0; i < questions; i++) {
            share.add();
        }
        Deadline patience = share.patience();
        assertThat(patience.remaining()).isEqualTo(Duration.ofMillis(millis));
        assertThat(patience.why()).isEqualTo(cut ? "its share of the cycle" : "esm.soc.query-timeout");
    }

    @Test
    void givesWhatOneDoesNotUseToTheOthers() {
        FairShare share = new FairShare(
                time, Deadline.in(time, Duration.ofSeconds(100), "cycle"), () -> 1, Duration.ofSeconds(120), "soc");
        for (int i = 0; i < 10; i++) {
            share.add();
        }
        assertThat(share.patience().remaining()).isEqualTo(Duration.ofSeconds(8));
        time.pass(Duration.ofSeconds(1));
        share.done();
        assertThat(share.patience().remaining()).isEqualTo(Duration.ofMillis(8800));
    }

    @ParameterizedTest
    @CsvSource({"1, 30, 500", "10, 30, 2500", "120, 30, 5000", "120, 2, 2000"})
    void boundsTheClosingOfAHangingQuery(long patience, long request, long millis) {
        assertThat(FairShare.closing(Duration.ofSeconds(patience), Duration.ofSeconds(request)))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void asksAllOf500InACycleWhere450HangAndCloseHangsToo() {
        ScriptedEsm esm = new ScriptedEsm(time);
        TestEsm settings = new TestEsm();
        // One at a time in twenty minutes is what two at a time have in ten.
        settings.maxQueries = 1;
        settings.every = Duration.ofMinutes(20);
        settings.alarms = null;
        StringBuilder list = new StringBuilder();
        for (long i = 1; i <= 500; i++) {
            list.append(list.isEmpty() ? "[" : ",")
                    .append("{\"name\":\"ERC\",\"type\":\"RECEIVER\",\"id\":\"")
                    .append(0x0200000000000000L | i << 40)
                    .append("\"}");
            settings.receiver(0x0200000000000000L | i << 40);
        }
        esm.always("devGetDeviceList", ScriptedEsm.json(list + "]", 200));
        esm.always("qryExecuteDetail", call -> {
            long id = Long.parseLong(call.body().replaceAll(".*\"value\":\"(\\d+)/8\".*", "$1"));
            return ScriptedEsm.json("{\"resultID\":\"" + id + "\"}");
        });
        esm.always(
                "qryGetStatus",
                call -> answers(call.body()) ? done(call.body()) : esm.hang().to(call));
        esm.always(
                "qryClose",
                call -> answers(call.body()) ? done(call.body()) : esm.hang().to(call));
        esm.always(
                "qryGetResults", call -> ScriptedEsm.row(time, call.body().replaceAll("\\D", ""), Duration.ofMinutes(3))
                        .to(call));
        EsmClient client = new EsmClient(settings.settings(), esm, time);
        long started = time.nanos();
        var answers = Cycles.inTurn(client);
        Duration took = Duration.ofNanos(time.nanos() - started);
        assertThat(took).isLessThan(settings.every);
        assertThat(answers)
                .filteredOn(answer -> answer.observation() instanceof Seen)
                .hasSize(50);
        assertThat(answers)
                .filteredOn(answer -> answer.observation() instanceof Unanswered late
                        && late.cause() == Reason.TIMEOUT
                        && late.detail().contains("its share of the cycle"))
                .hasSize(450);
        assertThat(esm.count("qryExecuteDetail")).isEqualTo(500);
        assertThat(esm.count("qryClose")).isGreaterThanOrEqualTo(500);
        var next = client.planEventLookups(client.openCycle());
        assertThat(next.subList(0, 50)).allMatch(look -> (look.receiver() >>> 40 & 0xFFFF) % 10 == 0);
    }

    private static boolean answers(String body) {
        return (Long.parseLong(body.replaceAll("\\D", "")) >>> 40 & 0xFFFF) % 10 == 0;
    }

    private static dev.freshwatch.http.Reply done(String body) {
        return ScriptedEsm.json("{\"complete\":true}");
    }
}
