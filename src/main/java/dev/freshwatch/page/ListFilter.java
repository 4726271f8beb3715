package dev.freshwatch.page;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.NoticeQuery.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which notices or episodes a page lists, by its query. A value that cannot be read chooses nothing, and is answered with a
 * sentence.
 *
 * @param given  the parameters that have a value, as they were given; in the order of the form
 * @param checks from {@code check}: a glob of ids, or a name
 * @param kind   null = any
 * @param sink   null = any
 * @param from   null = from the first
 * @param to     exclusive; null = to the last
 * @param episode null = any
 * @param after  where the page before ended; null = the first page
 * @param faults what cannot be read, one sentence for each
 */
record ListFilter(
        Map<String, String> given,
        CheckFilter checks,
        Kind kind,
        String sink,
        Instant from,
        Instant to,
        String episode,
        Position after,
        List<String> faults) {

    private static final List<String> NAMES = List.of("check", "kind", "sink", "from", "to", "episode");
    private static final int LONGEST = 256;

    static ListFilter of(Map<String, String> query, ZoneId zone) {
        Map<String, String> given = new LinkedHashMap<>();
        NAMES.stream()
                .filter(name -> !query.getOrDefault(name, "").isBlank())
                .forEach(name -> given.put(name, query.get(name).strip()));
        List<String> faults = new ArrayList<>();
        String check = given.get("check");
        if (check != null && check.length() > LONGEST) {
            faults.add("check is longer than " + LONGEST + " characters: write an id, a name, or a glob of them such as"
                    + " esm/soc/*.");
        }
        String after = query.get("after");
        return new ListFilter(
                given,
                check == null ? CheckFilter.ALL : CheckFilter.of(List.of(check)),
                kind(given.get("kind"), faults),
                given.get("sink"),
                time("from", given.get("from"), zone, false, faults),
                time("to", given.get("to"), zone, true, faults),
                given.get("episode"),
                after == null ? null : position(after, faults),
                faults);
    }

    private static Kind kind(String given, List<String> faults) {
        if (given == null) {
            return null;
        }
        List<String> words = Arrays.stream(Kind.values()).map(Kind::word).toList();
        int at = words.indexOf(given);
        if (at < 0) {
            faults.add("kind is “" + PlainText.name(given) + "”: write one of " + String.join(", ", words) + ".");
            return null;
        }
        return Kind.values()[at];
    }

    private static Position position(String given, List<String> faults) {
        return Position.parse(given).orElseGet(() -> {
            faults.add("after is “" + PlainText.name(given)
                    + "”, which is no place in this list: leave it out to see the" + " first page.");
            return null;
        });
    }

    /** A day, a time of the zone, or a time with its offset; until the end of a day where that is the end. */
    private static Instant time(String name, String given, ZoneId zone, boolean end, List<String> faults) {
        if (given == null) {
            return null;
        }
        try {
            return inReach(read(given, zone, end));
        } catch (DateTimeException e) {
            faults.add(name + " is “" + PlainText.name(given) + "”: write a day such as 2026-03-29, a time of "
                    + zone.getId() + " such as 2026-03-29T14:00, or one with its offset such as 2026-03-29T12:00Z.");
            return null;
        }
    }

    private static Instant read(String given, ZoneId zone, boolean end) {
        if (given.length() == LocalDate.EPOCH.toString().length()) {
            LocalDate day = LocalDate.parse(given);
            return (end ? day.plusDays(1) : day).atStartOfDay(zone).toInstant();
        }
        try {
            return OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(given).atZone(zone).toInstant();
        }
    }

    private static Instant inReach(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1970 || year > 9998) {
            throw new DateTimeException("out of reach");
        }
        return time;
    }

    /** What was given for this; empty = nothing. */
    String value(String name) {
        return given.getOrDefault(name, "");
    }

    /** Whether the list is not the whole one. */
    boolean isNarrow() {
        return !given.isEmpty();
    }

    /** Links of this list. @param next where it goes on; null = it ends */
    Paging paging(String path, Position next) {
        Map<String, String> on = new LinkedHashMap<>(given);
        on.put("after", next == null ? "" : next.toString());
        return new Paging(
                after == null ? null : PageLinks.with(path, given), next == null ? null : PageLinks.with(path, on), "");
    }

    /** The choice in words: {@code check esm/soc/*, kind problem}; empty = all. */
    String words() {
        return given.entrySet().stream()
                .map(one -> one.getKey() + " " + PlainText.name(one.getValue()))
                .collect(Collectors.joining(", "));
    }
}
