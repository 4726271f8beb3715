package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The healing of one MISP in simulated time, without routes: they are tested with them. */
abstract class HealerScene {

    final OneMisp misp = new OneMisp().heal(new Heal(true, false, 3));

    final Log log = new Log();

    String episode;

    String wish;

    boolean storeGone;

    Healer healer = healer();

    Optional<String> forbidden() {
        if (storeGone) {
            throw new IllegalStateException("disk full");
        }
        return Optional.ofNullable(wish);
    }

    static final class Log implements HealLog {

        final List<Attempt> rows = new ArrayList<>();
        boolean broken;

        @Override
        public List<Attempt> since(String name, Instant when) {
            fail();
            return rows.stream().filter(row -> !row.at().isBefore(when)).toList();
        }

        @Override
        public void write(Attempt attempt) {
            fail();
            rows.add(attempt);
        }

        @Override
        public void settle(String misp, String id, Outcome outcome, String detail) {
            fail();
            rows.replaceAll(row -> row.id().equals(id)
                    ? new Attempt(row.id(), row.at(), row.misp(), row.episode(), row.what(), outcome, detail)
                    : row);
        }

        private void fail() {
            if (broken) {
                throw new IllegalStateException("disk full");
            }
        }

        List<Outcome> outcomes() {
            return rows.stream().map(Attempt::outcome).toList();
        }
    }

    Healer healer() {
        Healer made = new Healer(
                misp.settings(), misp.client(), log, check -> Optional.ofNullable(episode), check -> forbidden());
        misp.client().remarks(made);
        misp.answer(Restart.PATH, Samples.reply("restartDead_POST"));
        return made;
    }

    /** One cycle and what follows it; the state of the workers in the second look is that of the first. */
    HealStep cycle() {
        misp.cycle();
        HealStep step = healer.healWhereNeeded(misp.last());
        return step.isUnderWay() ? healer.checkAgain(step) : step;
    }

    void bad(String sample) {
        misp.answer(WorkersReading.PATH, Samples.reply(sample));
    }

    long calls() {
        return misp.calls.stream()
                .filter(call -> call.uri().getPath().equals(Restart.PATH))
                .count();
    }
}
