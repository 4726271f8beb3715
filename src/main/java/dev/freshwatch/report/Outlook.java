package dev.freshwatch.report;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what would change the state of a check, or make a notice, and when at the earliest. */
final class Outlook {

    private final Explanation of;
    private final Look look;
    private final AlertState state;
    private final ZoneId zone;

    Outlook(Explanation of, ZoneId zone) {
        this.of = of;
        this.look = of.look();
        this.state = of.state();
        this.zone = zone;
    }

    /** Returns one line for each thing that may happen. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (of.parent() != null && of.parent().finding().state() != State.OK) {
            lines.add("No notices until " + of.parent().check() + " is ok and this check has been judged again.");
        }
        ageing(lines);
        confirming(lines);
        if (state.unknownSince() != null && state.confirmed() != State.UNKNOWN) {
            setting("unknown-after")
                    .ifPresent(after -> lines.add("If it stays unknown, a notice is sent from "
                            + time(state.unknownSince().plus(after)) + " on."));
        }
        if (state.isBad() && look.finding().state() != State.OK) {
            lines.add("It ends with " + looks(number("recover")) + " that " + isOrAre(number("recover")) + " ok.");
        }
        reminding(lines);
        if (of.silenced() != null) {
            lines.add("Silenced: no notices before " + time(of.silenced().until()) + ".");
        }
        if (!of.watched()) {
            lines.add("No watch is running, so nothing changes until one is started.");
        }
        return lines;
    }

    /** The earliest time at which a look can find this; newer records postpone it. */
    private void ageing(List<String> lines) {
        Finding finding = look.finding();
        if (finding.age() == null || finding.lastActivity() == null || finding.state() == State.UNKNOWN) {
            return;
        }
        Instant warn = reaches(finding.limits().warnAfter());
        Instant error = reaches(finding.limits().errorAfter());
        if (warn != null && finding.state() == State.OK) {
            lines.add("A warning after " + time(warn) + " if nothing newer arrives.");
        }
        if (error != null && finding.state() != State.CRITICAL) {
            lines.add("Critical after " + time(error) + " if nothing newer arrives.");
        }
    }

    /** By our clock: the age was measured by that of the platform. */
    private Instant reaches(Duration limit) {
        return limit == null
                ? null
                : look.finding().observedAt().plus(limit.minus(look.finding().age()));
    }

    private void confirming(List<String> lines) {
        int row = state.row().length();
        if (row > 0) {
            lines.add("Worse in " + looks(row) + " so far; notified after " + number("confirm") + " in a row.");
        } else if (row < 0) {
            lines.add("Better in " + looks(-row) + " so far; notified after " + number("recover") + " in a row.");
        }
        if (state.flaps().on()) {
            lines.add("It is flapping (" + state.flaps().count()
                    + " changes in the last 20 looks): no further notices until that stops.");
        }
    }

    private void reminding(List<String> lines) {
        if (!state.isOpenAndTold() || state.episode().toldAt() == null) {
            return;
        }
        if (of.acknowledged() != null) {
            lines.add("Acknowledged: no reminders"
                    + (of.acknowledged().ends() == null
                            ? "."
                            : " before " + time(of.acknowledged().ends()) + "."));
        } else {
            setting("remind-every")
                    .filter(every -> !every.isZero())
                    .ifPresent(every -> lines.add(
                            "A reminder from " + time(state.episode().toldAt().plus(every)) + " on, if it lasts."));
        }
    }

    private Optional<Duration> setting(String name) {
        return look.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .filter(setting -> setting.value().matches("\\d{1,6}[smhd]"))
                .map(setting -> Duration.parse((setting.value().endsWith("d") ? "P" : "PT") + setting.value()))
                .findFirst();
    }

    private int number(String name) {
        return look.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .filter(setting -> setting.value().matches("\\d{1,6}"))
                .map(setting -> Integer.parseInt(setting.value()))
                .findFirst()
                .orElse(1);
    }

    private static String looks(int count) {
        return count == 1 ? "1 look" : count + " looks";
    }

    private static String isOrAre(int count) {
        return count == 1 ? "is" : "are";
    }

    private String time(Instant at) {
        Duration left = Duration.between(of.at(), at);
        return TimeText.text(at, zone) + (left.isNegative() ? "" : " (in " + Ages.words(left) + ")");
    }
}
