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

/** Combines notices of one platform that announce the same kind of thing into a group notice. */
final class NoticeGrouping {

    /** Names are listed up to this many characters; the rest is counted. */
    private static final int LONGEST = 400;

    /** Number of earlier threads that a group notice remembers. */
    private static final int THREADS = 20;

    private static final Comparator<Notice> BY_WEIGHT =
            Comparator.comparing(notice -> notice.finding().state(), State.byWeight());

    private final Supplier<String> newId;

    NoticeGrouping(Supplier<String> newId) {
        this.newId = newId;
    }

    /** What is combined: notices of one platform that are all bad news, all good news, or all nothing new. */
    record Key(String platform, Kind kind) {

        static Key of(Notice notice) {
            Kind kind = notice.kind() == Kind.CHANGE ? Kind.PROBLEM : notice.kind();
            return new Key(notice.finding().check().platform(), kind);
        }
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
        Notice worst = members.stream().max(BY_WEIGHT).orElseThrow();
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
                members.stream().map(Notice::finding).toList(),
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
        String what =
                switch (kind) {
                    case RECOVERY -> String.format(Locale.ROOT, "%d checks are ok again", members.size());
                    case REMINDER -> String.format(Locale.ROOT, "%d checks are still bad: %s", members.size(), counts);
                    default -> String.format(Locale.ROOT, "%d checks: %s", members.size(), counts);
                };
        return what + ": " + names(members);
    }

    /** Lists the worst first. */
    private static String names(List<Notice> members) {
        StringBuilder names = new StringBuilder();
        int left = members.size();
        for (Notice member : members.stream().sorted(BY_WEIGHT.reversed()).toList()) {
            String name = member.finding().name();
            if (!names.isEmpty() && names.length() + name.length() > LONGEST) {
                return names + " and " + left + " more";
            }
            names.append(names.isEmpty() ? "" : ", ").append(name);
            left--;
        }
        return names.toString();
    }
}
