package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.page.CheckView.RangeLink;
import dev.freshwatch.page.CheckView.Steering;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ways from the time that the page of a check shows to others, and to its figures as CSV. */
record RangeLinks(CheckId check, ShownRange range) {

    /** One for each length; a day of the calendar is kept. */
    List<RangeLink> lengths() {
        String day = range.calendar() ? day() : null;
        return Arrays.stream(RangeLength.values())
                .map(length -> new RangeLink(length.word(), link(length, day, null), length == range.length()))
                .toList();
    }

    /** Where this time begins: a range of another length contains that. */
    private String day() {
        return range.from().atZone(range.zone()).toLocalDate().toString();
    }

    Steering steering() {
        RangeLength length = range.length();
        RangeText text = new RangeText(range);
        boolean given = length == null;
        return new Steering(
                text.title(),
                orNull(length, range.on().before()),
                orNull(length, range.on().after()),
                given ? null : link(length, range.calendar() ? null : range.on().here(), null),
                given ? null : range.calendar() ? "up to now" : "by the calendar",
                text.clockChange().orElse(null),
                given ? RangeLength.DAY.word() : length.word(),
                range.seenUntil()
                        .minusMillis(1)
                        .atZone(range.zone())
                        .toLocalDate()
                        .toString(),
                csv());
    }

    private String orNull(RangeLength length, String on) {
        return on == null ? null : link(length, on, null);
    }

    private String csv() {
        return range.length() == null
                ? PageLinks.check(check, range.from(), range.to()) + "&format=csv"
                : link(range.length(), range.calendar() ? range.on().here() : null, "csv");
    }

    private String link(RangeLength length, String on, String format) {
        Map<String, String> query = new TreeMap<>();
        query.put("range", length.word());
        query.put("on", on);
        query.put("format", format);
        return PageLinks.with(PageLinks.check(check), query);
    }
}
