package dev.freshwatch.alert;

import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Combines notices of one platform, or of one list, that announce the same kind of thing into a group notice. */
final class NoticeGrouping {

    /** Names are listed up to this many characters; the rest is counted. */
    private static final int LONGEST = 400;

    /** Number of earlier threads that a group notice remembers. */
    private static final int THREADS = 20;

    /** Of two with the same state, the one is worse that exceeds its limit by a larger factor; without an age, most of all. */
    private static final Comparator<Finding> BY_WEIGHT =
            Comparator.comparing(Finding::state, State.byWeight()).thenComparing(NoticeGrouping::excess);

    private final Supplier<String> newId;

    NoticeGrouping(Supplier<String> newId) {
        this.newId = newId;
    }

    /**
     * What is combined: notices of one platform that are all bad news, all good news, or all nothing new. The sources of a
     * list are a platform of their own: {@code service/elastic/events}.
     */
    record Key(String platform, Kind kind) {

        static Key of(Notice notice) {
            Kind kind = notice.kind() == Kind.CHANGE ? Kind.PROBLEM : notice.kind();
            CheckId check = notice.finding().check();
            String platform = check.isSource() ? check.parent().orElseThrow().value() : check.platform();
            return new Key(platform, kind);
        }
    }

    private static double excess(Finding finding) {
        Limits limits = finding.limits();
        Duration limit = limits.errorAfter() == null ? limits.warnAfter() : limits.errorAfter();
        if (finding.state() == State.OK || limit == null || limit.isZero()) {
            return 0;
        }
        return finding.age() == null
                ? Double.POSITIVE_INFINITY
                : (double) finding.age().toMillis() / limit.toMillis();
    }

    /**
     * Groups notices in the order of the cycle. Notices about Freshwatch itself stay single: each has sinks of its own.
     */
    static Map<Key, List<Notice>> byKey(List<Notice> notices) {
        return notices.stream()
                .filter(notice -> !notice.getCheck().startsWith("freshwatch/"))
                .collect(Collectors.groupingBy(Key::of, LinkedHashMap::new, Collectors.toList()));
    }

    /** Makes the group notice that covers all these notices. */
    Notice combine(String platform, List<Notice> members, Instant now) {
        Comparator<Notice> byWeight = Comparator.comparing(Notice::finding, BY_WEIGHT);
        Notice worst = members.stream().max(byWeight).orElseThrow();
        boolean problem = members.stream().anyMatch(member -> member.kind() == Kind.PROBLEM);
        Kind kind = problem ? Kind.PROBLEM : worst.kind();
        String name = platform.substring(platform.indexOf('/') + 1);
        Finding finding = new Finding(
                new CheckId(platform),
                name,
                name,
                worst.finding().state(),
                worst.finding().reason(),
                text(kind, members),
                null,
                null,
                Limits.NONE,
                members.get(members.size() - 1).finding().observedAt(),
                null);
        Marks marks = new Marks(
                shown(members),
                null,
                null,
                kind == Kind.PROBLEM ? List.of() : threads(members),
                gap(members),
                null,
                null);
        return new Notice(
                newId.get(),
                kind,
                newId.get(),
                finding,
                members.stream()
                        .map(Notice::since)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                now,
                worst.origin(),
                worst.platformHost(),
                marks);
    }

    /** A list may have more members than a sink shows: then the worst are among them. */
    private static List<Finding> shown(List<Notice> members) {
        List<Finding> findings = members.stream().map(Notice::finding).toList();
        return isOfList(members)
                ? findings.stream().sorted(BY_WEIGHT.reversed()).toList()
                : findings;
    }

    private static boolean isOfList(List<Notice> members) {
        return members.get(0).finding().check().isSource();
    }

    private static Duration gap(List<Notice> members) {
        return members.stream()
                .map(member -> member.marks().gap())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Returns what people received when these problems began; the most frequent last. */
    private static List<String> threads(List<Notice> members) {
        Map<String, Long> counts = members.stream()
                .collect(Collectors.groupingBy(NoticeGrouping::beginning, LinkedHashMap::new, Collectors.counting()));
        List<String> rarestFirst = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        return rarestFirst.subList(Math.max(0, rarestFirst.size() - THREADS), rarestFirst.size());
    }

    private static String beginning(Notice member) {
        String announcedBy = member.marks().announcedBy();
        return announcedBy == null ? member.episode() : announcedBy;
    }

    private static String text(Kind kind, List<Notice> members) {
        String counts = members.stream()
                .collect(Collectors.groupingBy(member -> member.finding().state(), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<State, Long>comparingByKey(State.byWeight()).reversed())
                .map(count -> count.getValue() + " " + count.getKey().word())
                .collect(Collectors.joining(", "));
        String what = isOfList(members) ? "sources" : "checks";
        String summary =
                switch (kind) {
                    case RECOVERY -> String.format(Locale.ROOT, "%d %s are ok again", members.size(), what);
                    case REMINDER ->
                        String.format(Locale.ROOT, "%d %s are still bad: %s", members.size(), what, counts);
                    default -> String.format(Locale.ROOT, "%d %s: %s", members.size(), what, counts);
                };
        return summary + worst(members) + ": " + names(members);
    }

    /** What is wrong with the worst source of a list: with hundreds of them, names alone say little. */
    private static String worst(List<Notice> members) {
        Finding worst = members.stream().map(Notice::finding).max(BY_WEIGHT).orElseThrow();
        return isOfList(members) && worst.state() != State.OK
                ? String.format(Locale.ROOT, "; the worst is %s: %s; all", worst.subject(), worst.text())
                : "";
    }

    /** Lists the worst first. */
    private static String names(List<Notice> members) {
        StringBuilder names = new StringBuilder();
        int left = members.size();
        Comparator<Notice> worstFirst =
                Comparator.comparing(Notice::finding, BY_WEIGHT).reversed();
        for (Notice member : members.stream().sorted(worstFirst).toList()) {
            String name = isOfList(members)
                    ? member.finding().subject()
                    : member.finding().name();
            if (!names.isEmpty() && names.length() + name.length() > LONGEST) {
                return names + " and " + left + " more";
            }
            names.append(names.isEmpty() ? "" : ", ").append(name);
            left--;
        }
        return names.toString();
    }
}
