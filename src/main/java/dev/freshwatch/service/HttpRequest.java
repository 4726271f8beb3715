package dev.freshwatch.service;

import dev.freshwatch.config.Secret;
import dev.freshwatch.http.BodyReader;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.UrlHost;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A request to a service.
 *
 * @param url     may be a secret as a whole, since it may contain a token
 * @param headers by name
 * @param body    null = none
 * @param timeout from connecting to the last byte of the answer
 */
record HttpRequest(
        String method, Secret url, Map<String, Secret> headers, Secret body, HttpProfile line, Duration timeout) {

    /** In a URL, a header or a body: the first and the last row of a page, and the number of the page, all from 0 on. */
    static final List<String> PAGE = List.of("{from}", "{to}", "{page}");

    String host() {
        return UrlHost.of(uri());
    }

    /** Returns the address; that of the first page if it names one. */
    URI uri() {
        return URI.create(onFirstPage(url.reveal()));
    }

    /** Fills in the first page. */
    static String onFirstPage(String text) {
        return filled(text, 0, 0, 0);
    }

    /** Whether it says somewhere which page it asks for. */
    boolean namesPage() {
        return Stream.concat(Stream.of(url, body), headers.values().stream())
                .filter(Objects::nonNull)
                .anyMatch(text -> PAGE.stream().anyMatch(text.reveal()::contains));
    }

    /** Returns the request for a page. @param size how many rows it has */
    HttpRequest page(long page, long size) {
        long from = page * size;
        Map<String, Secret> filled = new LinkedHashMap<>();
        headers.forEach((name, value) -> filled.put(name, filled(value, from, size, page)));
        Secret text = body == null ? null : filled(body, from, size, page);
        return new HttpRequest(method, filled(url, from, size, page), filled, text, line, timeout);
    }

    private static Secret filled(Secret text, long from, long size, long page) {
        return new Secret(filled(text.reveal(), from, from + size - 1, page));
    }

    private static String filled(String text, long from, long to, long page) {
        return text.replace(PAGE.get(0), Long.toString(from))
                .replace(PAGE.get(1), Long.toString(to))
                .replace(PAGE.get(2), Long.toString(page));
    }

    /** Returns the same request to another address. */
    HttpRequest to(URI address) {
        return new HttpRequest(method, new Secret(address.toString()), headers, body, line, timeout);
    }

    HttpRequest within(Duration time) {
        return new HttpRequest(method, url, headers, body, line, time);
    }

    /** Returns the same request with one more header. */
    HttpRequest with(String name, Secret value) {
        Map<String, Secret> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpRequest(method, url, more, body, line, timeout);
    }

    /** Returns why there was no answer, and which parameter to change. */
    String words(NoAnswer problem) {
        return words(problem, "url");
    }

    /** The same. @param parameter that names the address */
    String words(NoAnswer problem, String parameter) {
        return new Remedy(parameter, "ca-file").of(problem, uri());
    }

    Reply send(ServiceTools tools) throws NoAnswer {
        return send(tools, null);
    }

    /** Sends it. @param reader reads a good answer while it arrives; null = it is in the reply */
    Reply send(ServiceTools tools, BodyReader reader) throws NoAnswer {
        Map<String, String> plain = new LinkedHashMap<>();
        headers.forEach((name, value) -> plain.put(name, value.reveal()));
        String text = body == null ? null : body.reveal();
        // Whatever the method: what is sent every minute may be sent once more.
        Call call = new Call(method, uri(), plain, text, timeout, true, reader);
        return tools.http().apply(line).call(call);
    }
}
