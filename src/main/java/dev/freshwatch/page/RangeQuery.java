package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.page.ShownRange.Around;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code range}, {@code on}, {@code from} and {@code to} of the page of a check.
 *
 * <p>Without {@code on} the range ends now. With it, it is the hour, day, week, month or year of the calendar that this
 * day lies in; for an hour, a time: {@code 2026-03-29T14:00}, with an offset or {@code Z} where the clock shows it twice.
 */
final class RangeQuery {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9998;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Samples are kept for no longer. */
    private static final Duration LONGEST = Duration.ofDays(770);

    /** Up to how long a given range has steps of this many minutes. */
    private record Tier(Duration longest, Duration step) {}

    private static final List<Tier> TIERS = List.of(
            new Tier(Duration.ofHours(2), RangeLength.HOUR.step()),
            new Tier(Duration.ofHours(26), RangeLength.DAY.step()),
            new Tier(Duration.ofDays(8), RangeLength.WEEK.step()),
            new Tier(Duration.ofDays(35), RangeLength.MONTH.step()),
            new Tier(LONGEST, RangeLength.YEAR.step()));

    private final Map<String, String> query;
    private final ZoneId zone;
    private final Instant now;

    RangeQuery(Map<String, String> query, ZoneId zone, Instant now) {
        this.query = query;
        this.zone = zone;
        this.now = now;
    }

    /** @throws BadQuery if a value is wrong, or does not go with another one */
    ShownRange range() throws BadQuery {
        if (query.containsKey("from") || query.containsKey("to")) {
            if (query.containsKey("range") || query.containsKey("on")) {
                throw new BadQuery("from and to stand by themselves: leave out range and on");
            }
            return given();
        }
        String word = query.getOrDefault("range", RangeLength.DAY.word());
        RangeLength length = RangeLength.of(word)
                .orElseThrow(
                        () -> new BadQuery("range=" + PlainText.name(word) + ": write hour, day, week, month or year"));
        TimeGrid grid = new TimeGrid(zone, length.step());
        String on = query.get("on");
        if (on == null) {
            return rolling(length, grid);
        }
        return length == RangeLength.HOUR ? hour(on, grid) : calendar(length, grid, date(on));
    }

    private ShownRange rolling(RangeLength length, TimeGrid grid) {
        Instant to = grid.next(grid.floor(now));
        Instant from = length == RangeLength.YEAR
                ? grid.startOf(LocalDate.ofInstant(to, zone).minusYears(1))
                : grid.floor(to.minus(length.rolling()));
        String today = LocalDate.ofInstant(now, zone).toString();
        String here = length == RangeLength.HOUR ? hourStart(now) : today;
        return new ShownRange(length, false, from, to, grid, new Around(null, here, null), now);
    }

    private ShownRange calendar(RangeLength length, TimeGrid grid, LocalDate day) throws BadQuery {
        LocalDate first = length.firstDay(day);
        LocalDate after = length.further(first, 1);
        Instant to = grid.startOf(after);
        if (!grid.startOf(first).isBefore(to)) {
            throw new BadQuery("on=" + day + " does not exist in " + zone + ": the calendar left it out there");
        }
        Around on = new Around(
                length.further(first, -1).toString(), first.toString(), to.isAfter(now) ? null : after.toString());
        return new ShownRange(length, true, grid.startOf(first), to, grid, on, now);
    }

    private ShownRange hour(String on, TimeGrid grid) throws BadQuery {
        Instant time = on.length() == LocalDate.EPOCH.toString().length() ? grid.startOf(date(on)) : time(on);
        TimeGrid hours = new TimeGrid(zone, HOUR);
        Instant from = hours.floor(time);
        Instant to = hours.next(from);
        Around around =
                new Around(hourStart(from.minusMillis(1)), hourStart(from), to.isAfter(now) ? null : hourStart(to));
        return new ShownRange(RangeLength.HOUR, true, from, to, grid, around, now);
    }

    /** In UTC, which no clock shows twice. */
    private String hourStart(Instant time) {
        return new TimeGrid(zone, HOUR).floor(time).toString();
    }

    private ShownRange given() throws BadQuery {
        if (!query.containsKey("from") || !query.containsKey("to")) {
            throw new BadQuery(
                    "from and to are needed both, such as from=2026-03-29T00:00:00Z&to=2026-03-30T00:00:00Z");
        }
        Instant from = instant("from");
        Instant to = instant("to");
        Duration length = Duration.between(from, to);
        if (length.isNegative() || length.isZero()) {
            throw new BadQuery("to must be later than from");
        }
        Tier tier = TIERS.stream()
                .filter(one -> length.compareTo(one.longest()) <= 0)
                .findFirst()
                .orElseThrow(() -> new BadQuery("from and to are " + length.toDays() + " days apart: at most "
                        + LONGEST.toDays() + " are shown"));
        TimeGrid grid = new TimeGrid(zone, tier.step());
        return new ShownRange(null, false, grid.floor(from), grid.ceiling(to), grid, new Around(null, null, null), now);
    }

    private Instant instant(String name) throws BadQuery {
        String text = query.get(name);
        try {
            return inReach(name, text, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new BadQuery(name + "=" + PlainText.name(text)
                    + " is not a time: write it as in RFC 3339, such as 2026-03-29T01:00:00Z"
                    + (text.indexOf(' ') > 0 ? "; a + in an address is written %2B" : ""));
        }
    }

    private LocalDate date(String on) throws BadQuery {
        try {
            LocalDate day = LocalDate.parse(on);
            inReach("on", on, day.atStartOfDay(ZoneOffset.UTC).toInstant());
            return day;
        } catch (DateTimeException e) {
            throw new BadQuery(
                    "on=" + PlainText.name(on) + " is not a day: write it as year-month-day, such as 2026-03-29");
        }
    }

    private Instant time(String on) throws BadQuery {
        LocalDateTime local;
        try {
            return inReach("on", on, OffsetDateTime.parse(on).toInstant());
        } catch (DateTimeException e) {
            local = local(on);
        }
        Instant time = inReach("on", on, local.atZone(zone).toInstant());
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change != null && change.isGap()) {
            throw new BadQuery("on=" + PlainText.name(on) + " does not exist in " + zone + ": there the clocks go from "
                    + change.getDateTimeBefore().toLocalTime() + " to "
                    + change.getDateTimeAfter().toLocalTime());
        }
        return time;
    }

    private static LocalDateTime local(String on) throws BadQuery {
        try {
            return LocalDateTime.parse(on);
        } catch (DateTimeException e) {
            throw new BadQuery("on=" + PlainText.name(on)
                    + " is not an hour: write 2026-03-29T14:00, or with Z or an offset where the clock shows it twice");
        }
    }

    private static Instant inReach(String name, String text, Instant time) throws BadQuery {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new BadQuery(
                    name + "=" + PlainText.name(text) + " must lie between " + FIRST_YEAR + " and " + LAST_YEAR);
        }
        return time;
    }
}
