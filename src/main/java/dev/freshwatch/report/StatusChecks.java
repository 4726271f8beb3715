package dev.freshwatch.report;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of {@code status} that show all checks: bad ones first, then by platform. */
final class StatusChecks {

    /** More ok checks than this are only counted, because a list of thousands would hide the bad ones. */
    private static final int MOST_OK = 200;

    private final Instant now;
    private final boolean watched;

    /** @param watched whether a watch is running; without one there is no next look */
    StatusChecks(Instant now, boolean watched) {
        this.now = now;
        this.watched = watched;
    }

    /** Returns the looks in the order in which they are shown. */
    static List<Look> sorted(List<Look> looks) {
        Comparator<Look> worstFirst = Comparator.comparing(
                look -> look.finding().state(), State.byWeight().reversed());
        return looks.stream().sorted(worstFirst.thenComparing(Look::check)).toList();
    }

    /** Returns the rows, with the headline first. */
    List<List<String>> rows(List<Look> looks, FewOfEachList few) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("STATE", "CHECK", "AGE", "LIMIT", "LAST LOOK", "NEXT LOOK", ""));
        Set<String> shared = sharedNames(looks);
        sorted(looks).stream()
                .filter(look -> look.finding().state() != State.OK)
                .filter(look -> few.admits(look.check()))
                .forEach(look -> rows.add(row(look, shared)));
        sorted(looks).stream()
                .filter(look -> look.finding().state() == State.OK)
                .limit(MOST_OK)
                .forEach(look -> rows.add(row(look, shared)));
        return rows;
    }

    /** Returns how many ok checks are not among the rows. */
    static long leftOut(List<Look> looks) {
        long ok = looks.stream()
                .filter(look -> look.finding().state() == State.OK)
                .count();
        return Math.max(0, ok - MOST_OK);
    }

    /** The names that more than one check has: Receivers of one ESM may share a name. */
    private static Set<String> sharedNames(List<Look> looks) {
        Set<String> seen = new HashSet<>();
        return looks.stream()
                .map(look -> look.finding().name())
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private List<String> row(Look look, Set<String> shared) {
        Finding finding = look.finding();
        String name = PlainText.name(finding.name());
        return List.of(
                finding.state().word(),
                shared.contains(finding.name()) ? name + " (" + look.check() + ")" : name,
                finding.age() == null ? "-" : Ages.words(finding.age()),
                limit(finding.limits()),
                ago(finding.observedAt()),
                next(look),
                note(look));
    }

    private static String limit(Limits limits) {
        if (limits.warnAfter() == null && limits.errorAfter() == null) {
            return "-";
        }
        if (limits.warnAfter() == null || limits.errorAfter() == null) {
            return Ages.limit(limits.largest());
        }
        return Ages.limit(limits.warnAfter()) + " / " + Ages.limit(limits.errorAfter());
    }

    private String ago(Instant time) {
        Duration since = Duration.between(time, now);
        return since.isNegative() ? "just now" : Ages.words(since) + " ago";
    }

    private String next(Look look) {
        if (!watched) {
            return "-";
        }
        return look.next()
                .map(next -> Duration.between(now, next))
                .map(left -> left.toSeconds() > 0 ? "in " + Ages.words(left) : left.isNegative() ? "due" : "now")
                .orElse("-");
    }

    private String note(Look look) {
        List<String> notes = new ArrayList<>();
        if (!look.confirmed()) {
            notes.add("not confirmed yet");
        }
        if (look.finding().state() != State.OK) {
            notes.add(look.finding().reason().word() + ": "
                    + PlainText.name(look.finding().text()));
        }
        return String.join("; ", notes);
    }
}
