package dev.freshwatch.sim.misp;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * A query of the event index: all parameters in the contract, and no others.
 *
 * @param limit          rows per page
 * @param page           from 1 on
 * @param publishedSince null = at any time, or never
 */
record IndexQuery(int limit, int page, String sort, boolean descending, boolean minimal, Instant publishedSince) {

    private static final Map<String, ToLongFunction<MispEvent>> SORTS = Map.of(
            "id",
            MispEvent::id,
            "timestamp",
            event -> event.timestamp().getEpochSecond(),
            "publish_timestamp",
            MispEvent::publishTimestamp);
    private static final Set<String> WORDS =
            Set.of("limit", "page", "sort", "direction", "searchminimal", "searchpublishtimestamp");

    /** The events on the page, and the total number. */
    record Page(List<MispEvent> events, int of) {}

    static IndexQuery read(Map<String, String> words, Instant now) throws MispRefusal {
        for (String word : words.keySet()) {
            if (!WORDS.contains(word)) {
                throw MispRefusal.notSimulated("events/index with '" + word + "'");
            }
        }
        String sort = words.getOrDefault("sort", "id");
        String direction = words.getOrDefault("direction", "asc");
        if (!SORTS.containsKey(sort) || !Set.of("asc", "desc").contains(direction)) {
            throw MispRefusal.notSimulated("events/index sorted by '" + sort + "' " + direction);
        }
        String minimal = words.getOrDefault("searchminimal", "0");
        if (!Set.of("0", "1").contains(minimal)) {
            throw MispRefusal.notSimulated("events/index with searchminimal '" + minimal + "'");
        }
        return new IndexQuery(
                positive(words, "limit", Integer.MAX_VALUE),
                positive(words, "page", 1),
                sort,
                direction.equals("desc"),
                minimal.equals("1"),
                since(words.get("searchpublishtimestamp"), now));
    }

    static int positive(Map<String, String> words, String name, int otherwise) throws MispRefusal {
        String value = words.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw MispRefusal.notSimulated(name + " '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private static Instant since(String text, Instant now) throws MispRefusal {
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,5}[dhm]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return now.minus(
                    switch (text.charAt(text.length() - 1)) {
                        case 'd' -> Duration.ofDays(number);
                        case 'h' -> Duration.ofHours(number);
                        default -> Duration.ofMinutes(number);
                    });
        }
        if (text.matches("\\d{9,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        throw MispRefusal.notSimulated("searchpublishtimestamp '" + text + "'");
    }

    Page of(List<MispEvent> all) {
        Comparator<MispEvent> order = Comparator.comparingLong(SORTS.get(sort));
        List<MispEvent> found = all.stream()
                .filter(event -> publishedSince == null
                        || event.published() != null && !event.published().isBefore(publishedSince))
                .sorted(descending ? order.reversed() : order)
                .toList();
        List<MispEvent> events =
                found.stream().skip((page - 1L) * limit).limit(limit).toList();
        return new Page(events, found.size());
    }
}
