package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.service.ListService.ListSource;
import dev.freshwatch.service.TokenStep.NoToken;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a whole list, page by page, within one time limit.
 *
 * @param request the first; its timeout is that of all pages together
 * @param unless  if this path leads to something beside the rows, the list is not used; null = none
 * @param token   null = none is needed
 */
record ListPages(HttpRequest request, RowReader rows, JsonPath unless, Paging paging, TokenStep token)
        implements ListSource {

    private static final int MOST_PAGES = 200;
    private static final Pattern CONTENT_RANGE = Pattern.compile("\\s*[a-z]+[ =]\\d+-\\d+/(\\d{1,15})\\s*");

    /**
     * How a list goes on.
     *
     * @param size  rows of a page that is asked for by {@link HttpRequest#PAGE}; 0 = pages are not asked for by number
     * @param next  where an answer has the address of the next page; null = nowhere
     * @param link  whether the header {@code Link} has it
     * @param total where an answer says how many rows there are; null = nowhere
     */
    record Paging(int size, JsonPath next, boolean link, JsonPath total) {}

    @Override
    public Optional<String> host() {
        return Optional.of(request.host());
    }

    @Override
    public Optional<HttpProfile> profile() {
        return Optional.of(request.line());
    }

    @Override
    public Unanswered read(ServiceTools tools, SourceRows into) throws InterruptedException {
        long start = System.nanoTime();
        try {
            readAll(tools, into, start);
            return null;
        } catch (Half e) {
            return new Unanswered(e.reason, e.getMessage(), since(start));
        } catch (NoToken e) {
            HttpService.stopIfInterrupted();
            return new Unanswered(e.why().cause(), e.why().detail(), since(start));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void readAll(ServiceTools tools, SourceRows into, long start) throws Half, NoToken, InterruptedException {
        HttpRequest next = paging.size() > 0 ? request.page(0, paging.size()) : request;
        Set<URI> asked = new HashSet<>();
        long total = 0;
        for (int page = 1; next != null; page++) {
            if (page > MOST_PAGES) {
                throw new Half(Reason.FAILED, "list has more than " + MOST_PAGES + " pages");
            }
            int before = into.rows();
            int repeatsBefore = into.repeats();
            into.nextPage();
            PageBody body = new PageBody(rows, into);
            Reply reply = answer(next, tools, start, body);
            JsonNode rest = read(reply, body, into, before);
            total = Math.max(total, total(reply, rest));
            int got = into.rows() - before;
            if (got > 0 && into.repeats() - repeatsBefore == got) {
                throw new Half(Reason.UNREADABLE, "a page repeats those before it: see page-size and next");
            }
            boolean whole = total > 0 && into.rows() >= total;
            asked.add(next.uri());
            next = whole ? null : next(next, page, got, reply, rest);
            if (paging.size() == 0 && next != null && asked.contains(next.uri())) {
                throw new Half(Reason.UNREADABLE, "the next page is one that was read before: see next");
            }
        }
        if (total > into.rows()) {
            throw new Half(
                    Reason.FAILED, String.format(Locale.ROOT, "list is cut off: %d of %d rows", into.rows(), total));
        }
    }

    private Reply answer(HttpRequest plain, ServiceTools tools, long start, PageBody body)
            throws Half, NoToken, InterruptedException {
        Reply reply = TokenStep.answer(token, () -> send(plain, tools, start, body));
        Unanswered refused = JsonService.refused(reply);
        if (refused != null) {
            throw new Half(refused.cause(), refused.detail());
        }
        return reply;
    }

    private Reply send(HttpRequest plain, ServiceTools tools, long start, PageBody body)
            throws Half, NoToken, InterruptedException {
        HttpRequest whole = token == null ? plain : token.authorized(plain, tools, left(start));
        try {
            return whole.within(left(start)).send(tools, body);
        } catch (NoAnswer e) {
            HttpService.stopIfInterrupted();
            throw new Half(e.reason(), PlainText.line(whole.words(e), 300));
        }
    }

    private Duration left(long start) throws Half {
        Duration left = request.timeout().minus(since(start));
        if (left.toMillis() <= 0) {
            throw new Half(
                    Reason.UNREACHABLE,
                    "not all pages within " + request.timeout().toSeconds() + " s");
        }
        return left;
    }

    private JsonNode read(Reply reply, PageBody body, SourceRows into, int before) throws Half {
        RowReader.Read read = body.of(reply);
        if (read == null) {
            throw new Half(Reason.UNREADABLE, body.fault());
        }
        String half = HalfAnswers.sign(read.rest())
                .or(() -> HalfAnswers.refusal(read.rest(), into.rows() - before))
                .orElse(null);
        if (half != null || JsonPaths.leadsToSomething(unless, read.rest())) {
            throw new Half(Reason.FAILED, half == null ? JsonService.EXCLUDED : half);
        }
        if (!read.found()) {
            throw new Half(Reason.UNREADABLE, rows.missing());
        }
        return read.rest();
    }

    private long total(Reply reply, JsonNode rest) {
        Matcher range = CONTENT_RANGE.matcher(reply.header("content-range").orElse(""));
        long ofHeader = range.matches() ? Long.parseLong(range.group(1)) : 0;
        List<JsonNode> told = paging.total() == null ? List.of() : JsonPaths.values(paging.total(), rest);
        return told.stream().mapToLong(JsonNode::asLong).reduce(ofHeader, Math::max);
    }

    /** Returns null after the last page. */
    private HttpRequest next(HttpRequest now, int page, int got, Reply reply, JsonNode rest) throws Half {
        if (paging.size() > 0) {
            return got < paging.size() ? null : request.page(page, paging.size());
        }
        String address = paging.link() ? NextLink.of(reply.headers().getOrDefault("link", List.of())) : null;
        if (paging.next() != null) {
            List<JsonNode> found = JsonPaths.values(paging.next(), rest);
            address = found.isEmpty() ? null : found.get(0).asText();
        }
        if (address == null || address.isBlank()) {
            return null;
        }
        URI next = NextLink.beside(now.uri(), address);
        if (next == null) {
            throw new Half(Reason.UNREADABLE, "the address of the next page is not one of the same host");
        }
        return now.to(next);
    }

    /** The list was not read as a whole. */
    private static final class Half extends Exception {

        private static final long serialVersionUID = 1;
        private final Reason reason;

        Half(Reason reason, String detail) {
            super(detail);
            this.reason = reason;
        }
    }
}
