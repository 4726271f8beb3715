package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.TcpProxy.Tap;
import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.cluster.FaultPlan.Kind;
import dev.freshwatch.cluster.LeaseLog.Change;
import dev.freshwatch.cluster.LeaseLog.Overlap;
import dev.freshwatch.cluster.RequestStamps.Request;
import dev.freshwatch.cluster.TakeOvers.Happened;
import dev.freshwatch.cluster.TakeOvers.TakeOver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What {@link ClusterFaultsTest} measures with would find what it looks for. */
class FaultMeasuresTest {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final String ESM = "esm/soc";

    /** Node a had it from 1,000 on, b from 5,000 on. */
    private static final LeaseLog FROM_A_TO_B =
            new LeaseLog(List.of(new Change(1_000, ESM, "a", 1), new Change(5_000, ESM, "b", 2)));

    private static Request asked(String node, long at, long ended) {
        return new Request(node, "POST /rs/esm/qryExecuteDetail HTTP/1.1", at, ended);
    }

    @Test
    void aRequestThatWasUnderWayIsLateAndNotMore() {
        Overlap overlap = FROM_A_TO_B.overlap(
                ESM, List.of(asked("a", 4_000, 4_100), asked("b", 5_050, 5_060), asked("a", 5_100, 5_200)));

        assertThat(overlap.handOvers()).isEqualTo(1);
        assertThat(overlap.late()).isEqualTo(1);
        assertThat(overlap.again()).isEmpty();
    }

    @Test
    void aNodeThatGoesOnAskingIsFound() {
        Request next = asked("a", 5_300, 5_400);

        Overlap overlap = FROM_A_TO_B.overlap(ESM, List.of(asked("a", 5_100, 5_200), next));

        assertThat(overlap.again()).containsExactly(next);
    }

    @Test
    void whatEndsWhatWasBegunAsksNothing() {
        Overlap overlap = FROM_A_TO_B.overlap(
                ESM,
                List.of(asked("a", 5_100, 5_200), new Request("a", "POST /rs/esm/qryClose HTTP/1.1", 5_300, 5_400)));

        assertThat(overlap.late()).isEqualTo(1);
        assertThat(overlap.again()).isEmpty();
    }

    @Test
    void aNumberMustGrowWhenALeaseIsTaken() {
        assertThat(FROM_A_TO_B.fencesThatDidNotGrow()).isZero();
        assertThat(new LeaseLog(List.of(
                                new Change(1, ESM, "a", 1), new Change(2, ESM, null, 1), new Change(3, ESM, "b", 2)))
                        .fencesThatDidNotGrow())
                .isZero();
        assertThat(new LeaseLog(List.of(new Change(1, ESM, "a", 1), new Change(2, ESM, "b", 1))).fencesThatDidNotGrow())
                .isEqualTo(1);
    }

    private static Happened happened(Kind kind, long from, long to) {
        return new Happened(1, new Fault(kind, "a", LEASE, LEASE, 0), "a", from, to);
    }

    private static List<TakeOver> takeOvers(Happened fault) {
        return TakeOvers.of(List.of(fault), FROM_A_TO_B, LEASE, LIMIT);
    }

    @Test
    void aTakeOverIsMeasuredFromTheFault() {
        List<TakeOver> found = takeOvers(happened(Kind.KILL, 2_000, 9_000));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).longest()).isEqualTo(3_000);
        assertThat(found.get(0).isWithin(LIMIT)).isTrue();
        assertThat(found.get(0).isWithin(Duration.ofSeconds(2))).isFalse();
    }

    @Test
    void whatNobodyTakesOverIsFound() {
        LeaseLog log = new LeaseLog(List.of(new Change(1_000, ESM, "a", 1)));

        List<TakeOver> found = TakeOvers.of(List.of(happened(Kind.FREEZE, 2_000, 20_000)), log, LEASE, LIMIT);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).isWithin(LIMIT)).isFalse();
    }

    @Test
    void aNodeThatWasCutOffForAMomentGoesOn() {
        LeaseLog log = new LeaseLog(List.of(new Change(1_000, ESM, "a", 1)));

        assertThat(TakeOvers.of(List.of(happened(Kind.CUT, 2_000, 6_000)), log, LEASE, LIMIT))
                .isEmpty();
        assertThat(takeOvers(happened(Kind.CUT, 2_000, 3_000))).isEmpty();
    }

    @Test
    void requestsOnOneConnectionAreToldApart() {
        AtomicLong now = new AtomicLong(1_000);
        RequestStamps stamps = new RequestStamps(() -> Instant.ofEpochMilli(now.getAndAdd(10)));
        Tap tap = stamps.of("a");
        Object connection = new Object();

        pass(tap, connection, false, "POST /one HTTP/1.1\r\nHost: x\r\n");
        pass(tap, connection, false, "\r\nthe rest");
        pass(tap, connection, true, "HTTP/1.1 200 OK\r\n");
        pass(tap, connection, true, "\r\n");
        pass(tap, connection, false, "GET /two HTTP/1.1\r\n");

        assertThat(stamps.all())
                .containsExactly(
                        new Request("a", "POST /one HTTP/1.1", 1_000, 1_020),
                        new Request("a", "GET /two HTTP/1.1", 1_030, 1_030));
    }

    private static void pass(Tap tap, Object connection, boolean isAnswer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        tap.passes(connection, isAnswer, bytes, bytes.length);
    }

    @Test
    void aSeedRepeatsThePlan() {
        List<Fault> plan = FaultPlan.of(7, 200, Duration.ofSeconds(90));

        assertThat(FaultPlan.of(7, 200, Duration.ofSeconds(90))).isEqualTo(plan);
        assertThat(FaultPlan.of(8, 200, Duration.ofSeconds(90))).isNotEqualTo(plan);
        for (Kind kind : Kind.values()) {
            assertThat(plan).as(kind.name()).anyMatch(fault -> fault.kind() == kind);
        }
        assertThat(plan)
                .filteredOn(fault -> fault.kind() == Kind.FREEZE)
                .extracting(Fault::lasts)
                .allMatch(lasts -> lasts.toSeconds() >= 5 && lasts.toSeconds() <= 90);
    }
}
