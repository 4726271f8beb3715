package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What keeps a MISP from being healed: maintenance, people, and workers that it does not control. */
class HealerHoldTest extends HealerScene {

    private static final String LIVE = "/servers/getSetting/MISP.live";

    private static Reply live(Object value) {
        return Samples.reply(JsonNodeFactory.instance
                .objectNode()
                .put("setting", "MISP.live")
                .putPOJO("value", value));
    }

    @Test
    void aMispInMaintenanceIsNotHealedAndSaysSo() {
        episode = "e1";
        bad("workers_email_queue_empty");
        misp.answer(EventIndex.PATH, Samples.reply("maintenance_user_index"));

        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: MISP is in maintenance");
        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isZero();
        assertThat(log.rows).isEmpty();

        misp.answer(EventIndex.PATH, Samples.reply("events_index_newest_full"));
        cycle();
        assertThat(calls()).as("it is over").isEqualTo(1);
    }

    @Test
    void maintenanceIsRememberedInCyclesThatDoNotReportIt() {
        episode = "e1";
        bad("workers_email_queue_empty");
        misp.answer(EventIndex.PATH, Samples.reply("maintenance_user_index"));
        cycle();

        misp.answer(EventIndex.PATH, null);
        misp.answer(LIVE, live(false));
        for (int i = 0; i < 2; i++) {
            assertThat(misp.cycle().get("workers").text())
                    .isEqualTo("no worker in email; not healed: MISP is in maintenance");
            assertThat(healer.healWhereNeeded(misp.last())).isEqualTo(HealStep.NOTHING);
        }
        assertThat(calls()).isZero();

        misp.answer(LIVE, live(true));
        cycle();
        assertThat(calls()).as("maintenance is over").isEqualTo(1);
    }

    @Test
    void thatNothingIsHealedInMaintenanceIsSaidOnceInTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(HealHold.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        // the weak key says nothing of it
        misp.answer(EventIndex.PATH, null);
        try {
            episode = "e1";
            bad("workers_email_queue_empty");
            misp.answer(LIVE, live(false));
            for (int i = 0; i < 5; i++) {
                cycle();
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("misp/intel/workers: no worker in email; not healed: MISP is in maintenance");
        } finally {
            logger.setLevel(before);
            logger.detachAppender(lines);
        }
    }

    @Test
    void withoutAWeakKeyMispIsAskedForItsSettingRightBeforeACall() {
        episode = "e1";
        bad("workers_email_queue_empty");
        int cycles = 0;
        for (Object off : new Object[] {false, 0, "0", "false", ""}) {
            misp.answer(LIVE, live(off));
            assertThat(cycle()).as("value %s", off).isEqualTo(HealStep.NOTHING);
            cycles++;
        }
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: MISP is in maintenance");
        assertThat(log.rows).isEmpty();
        assertThat(misp.calls.stream()
                        .filter(call -> call.uri().getPath().equals(LIVE))
                        .toList())
                .hasSize(cycles)
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("Authorization", OneMisp.ADMIN_KEY));
        misp.answer(LIVE, live(true));
        cycle();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void aSettingThatCanNotBeReadIsNoMaintenance() {
        for (Reply reply : new Reply[] {
            null,
            live(null),
            live(1),
            live("true"),
            Samples.reply("getVersion"),
            Samples.reply("workers_db_down"),
            Samples.reply("restartDead_GET"),
            Samples.reply("login_page")
        }) {
            OneMisp one = new OneMisp().heal(new Heal(true, false, 3)).answer(LIVE, reply);
            one.answer(WorkersReading.PATH, Samples.reply("workers_email_queue_empty"));
            Log rows = new Log();
            one.cycle();
            new Healer(one.settings(), one.client(), rows, check -> Optional.of("e1"), check -> Optional.empty())
                    .healWhereNeeded(one.last());
            boolean off = reply != null && reply.text().contains("null");
            assertThat(rows.outcomes()).as("%s", reply).isEqualTo(off ? List.of() : List.of(Outcome.ATTEMPTED));
        }
    }

    @Test
    void whatPeopleForbidIsNotDoneForAsLongAsTheyDo() {
        episode = "e1";
        wish = "silenced by anna: work on the workers";
        bad("workers_email_queue_empty");
        for (int minute = 0; minute < 120; minute++) {
            assertThat(cycle()).isEqualTo(HealStep.NOTHING);
            misp.pass(Duration.ofMinutes(1));
        }
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: silenced by anna: work on the workers");
        assertThat(log.rows).isEmpty();
        assertThat(misp.calls).noneMatch(call -> call.method().equals("POST"));

        wish = null;
        cycle();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void whereItCanNotBeReadWhetherItIsForbiddenNothingIsDone() {
        episode = "e1";
        storeGone = true;
        bad("workers_email_queue_empty");

        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isZero();
    }

    @Test
    void workersThatMispDoesNotControlAreLeftAlone() {
        episode = "e1";
        ObjectNode answer = (ObjectNode) Samples.json("workers_redis_back");
        misp.answer(WorkersReading.PATH, Samples.reply(answer.put("controls", false)));
        cycle();
        assertThat(calls()).isZero();
    }
}
