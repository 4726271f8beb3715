package dev.freshwatch.service;

import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Glob;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.service.ListService.ListSource;
import dev.freshwatch.service.SourceLimits.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the parameters of lists that others do not have. */
final class ListReader {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(|kB|MB)");
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_SOURCES = 10_000;

    private final Parameters given;
    private final RequestReader requests;

    ListReader(Parameters given, RequestReader requests) {
        this.given = given;
        this.requests = requests;
    }

    /**
     * Returns null if there are faults.
     *
     * @param otherwise limits of sources that {@code limits} does not name
     */
    Service read(Question question, Duration every, Limits otherwise, Duration timeout) {
        Integer maxBytes = given.require("max-bytes", ListReader::size, "write 4MB");
        RequestReader request = requests.inPages(maxBytes == null ? HttpProfile.SMALL : maxBytes);
        HttpRequest first = request.read(timeout);
        RowReader each = given.require("each", RowReader::of, "write where the rows are, such as $.hits[*]");
        JsonPath unless = given.get("unless", JsonPaths::compile);
        ListPages.Paging paging = paging(first);
        RowPath id = given.require("id", RowPath::of, "write where a row has its id, such as $.name");
        RowPath label = given.get("label", RowPath::of);
        RowPath time = given.require("time", RowPath::of, "write where a row has its time, such as $.last_seen");
        TokenStep token = new TokenReader(given, request).read(timeout);
        ListPages pages = new ListPages(first, each, unless, paging, token);
        return of(question, every, otherwise, pages, columns(id, label, time));
    }

    /** Returns null if there are faults. */
    Service of(Question question, Duration every, Limits otherwise, ListSource source, SourceRows.Columns columns) {
        SourceLimits limits = limits(otherwise);
        Integer max = given.require("max", text -> number(text, MOST_SOURCES), "write 1000");
        Duration forgetAfter = given.require("forget-after", Texts::duration, "write 30d");
        return given.faults().isEmpty()
                ? new ListService(question, every, source, columns, limits, max, forgetAfter)
                : null;
    }

    SourceRows.Columns columns(RowPath id, RowPath label, RowPath time) {
        TimeStamps times =
                given.require("time-format", text -> TimeStamps.of(text, given.get("zone", Texts::zone)), "write iso");
        return new SourceRows.Columns(id, label, time, times, filter());
    }

    /** For sources that are not found in rows. */
    SourceRows.Columns withoutColumns() {
        return new SourceRows.Columns(null, null, null, null, filter());
    }

    private SourceFilter filter() {
        List<Glob> include = given.get("include", SourceFilter::globs);
        List<Glob> exclude = given.get("exclude", SourceFilter::globs);
        return new SourceFilter(include == null ? List.of() : include, exclude == null ? List.of() : exclude);
    }

    private SourceLimits limits(Limits otherwise) {
        List<Rule> rules = given.get("limits", SourceLimits::rules);
        SourceLimits limits = new SourceLimits(rules == null ? List.of() : rules, otherwise);
        if (rules != null && !limits.coverAll()) {
            given.fault(
                    "limits", "does not say what holds for all others", "let it end in *=30m/2h, or set error-after");
        }
        return limits;
    }

    private ListPages.Paging paging(HttpRequest first) {
        Integer size = given.get("page-size", text -> number(text, MOST_SOURCES));
        boolean link = "link".equals(given.text("next"));
        JsonPath next = link ? null : given.get("next", JsonPaths::compile);
        if (size != null && (link || next != null)) {
            given.fault("next", "and page-size are two ways to go on", "keep one of them");
        }
        boolean named = first != null && first.namesPage();
        if (size != null && !named) {
            given.fault("page-size", "has no effect", "write {from}, {to} or {page} where the request names the page");
        }
        if (size == null && named && given.text("page-size") == null) {
            given.fault("page-size", "is missing", "write how many rows a page has, such as 500");
        }
        return new ListPages.Paging(size == null ? 0 : size, next, link, given.get("total", JsonPaths::compile));
    }

    private static int number(String text, int most) throws BadValue {
        int number = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new BadValue("is not a number from 1 to " + most, "write 1000");
        }
        return number;
    }

    private static int size(String text) throws BadValue {
        var read = SIZE.matcher(text);
        long unit = 0;
        if (read.matches()) {
            unit = switch (read.group(2)) {
                case "kB" -> 1024;
                case "MB" -> 1024 * 1024;
                default -> 1;
            };
        }
        long bytes = unit == 0 ? 0 : Long.parseLong(read.group(1)) * unit;
        if (bytes < 1024 || bytes > MOST_BYTES) {
            throw new BadValue(
                    String.format(Locale.ROOT, "is not a size from 1kB to %dMB", MOST_BYTES >> 20), "write 4MB");
        }
        return (int) bytes;
    }
}
