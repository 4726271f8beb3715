package dev.freshwatch.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.TransactionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills that come by themselves: once for each due time, whatever happens in between. */
class DrillServiceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DrillSchedule DAILY = new DrillSchedule(Duration.ofDays(1), LocalTime.of(8, 0), BERLIN);
    private static final Instant EIGHT = Instant.parse("2026-11-20T07:00:00Z");

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Instant now = EIGHT.minus(Duration.ofHours(3));
    private Store store;
    private DrillService drills;

    @BeforeEach
    void start() {
        store = Store.open("jdbc:sqlite:" + folder.resolve("state.db"), () -> now);
        drills = new DrillService(() -> now, new Origin("watch.example", 42), DAILY);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void restart() {
        stop();
        start();
    }

    /** What a cycle of the timer makes. */
    private List<Notice> beat(boolean fails) throws Exception {
        List<Notice> made = new ArrayList<>();
        if (drills.isDue()) {
            Exchange exchange = new DefaultExchange(context);
            new TransactionPolicy(store)
                    .wrap(null, within -> {
                        made.addAll(drills.makeNotices(null, within));
                        if (fails) {
                            throw new IllegalStateException("the disk is full");
                        }
                    })
                    .process(exchange);
        }
        return made;
    }

    private List<Notice> beatAt(Instant time) throws Exception {
        now = time;
        return beat(false);
    }

    @Test
    void drillTellsThatNothingIsWrong() {
        Notice drill = drills.notice();

        assertThat(drill.kind()).isEqualTo(Kind.DRILL);
        assertThat(drill.getCheck()).isEqualTo("freshwatch/drill");
        assertThat(drill.finding().state()).isEqualTo(State.OK);
        assertThat(drill.finding().text()).isEqualTo("this is a drill: nothing is wrong");
        assertThat(drills.notice().id()).isNotEqualTo(drill.id());
    }

    @Test
    void firstStartMakesNoneAndEachDueTimeOne() throws Exception {
        assertThat(beat(false)).isEmpty();
        assertThat(beatAt(EIGHT.minusMillis(1))).isEmpty();
        assertThat(beatAt(EIGHT)).hasSize(1);
        assertThat(beatAt(EIGHT.plusSeconds(1))).isEmpty();
        assertThat(beatAt(EIGHT.plus(Duration.ofDays(1)))).hasSize(1);
    }

    @Test
    void restartAroundTheDueTimeNeitherLosesNorRepeatsIt() throws Exception {
        beat(false);
        restart();
        assertThat(beatAt(EIGHT.plusSeconds(20))).hasSize(1);
        restart();
        assertThat(beatAt(EIGHT.plusSeconds(40))).isEmpty();
        assertThat(drills.isDue()).isFalse();
    }

    @Test
    void whatIsNotCommittedIsDueAgain() throws Exception {
        beat(false);
        now = EIGHT;
        assertThatThrownBy(() -> beat(true)).hasMessage("the disk is full");
        assertThat(drills.isDue()).isTrue();
        assertThat(beatAt(EIGHT.plusSeconds(1))).hasSize(1);
    }

    @Test
    void afterDaysOfAbsenceThereIsOneOrNone() throws Exception {
        beat(false);
        restart();
        assertThat(beatAt(EIGHT.plus(Duration.ofDays(9)).plusSeconds(1800))).hasSize(1);
        restart();
        assertThat(beatAt(EIGHT.plus(Duration.ofDays(12)).plus(Duration.ofHours(5))))
                .isEmpty();
        assertThat(beatAt(EIGHT.plus(Duration.ofDays(13)))).hasSize(1);
    }

    @Test
    void clockThatWasFarAheadDoesNotEndAllDrills() throws Exception {
        beat(false);
        assertThat(beatAt(EIGHT.plus(Duration.ofDays(400)))).hasSize(1);
        restart();
        assertThat(beatAt(EIGHT.minusSeconds(60))).isEmpty();
        assertThat(beatAt(EIGHT)).hasSize(1);
    }

    @Test
    void drillThatIsAskedForIsSentAsItIs() throws Exception {
        Notice asked = drills.notice();
        new TransactionPolicy(store)
                .wrap(null, within -> assertThat(drills.makeNotices(asked, within))
                        .containsExactly(asked))
                .process(new DefaultExchange(context));
    }
}
