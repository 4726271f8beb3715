package dev.freshwatch.service;

import dev.freshwatch.config.Secret;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.UrlHost;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

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

    String host() {
        return UrlHost.of(URI.create(url.reveal()));
    }

    /** Returns why there was no answer, and which parameter to change. */
    String words(NoAnswer problem) {
        return new Remedy("url", "ca-file").of(problem, URI.create(url.reveal()));
    }

    Reply send(ServiceTools tools) throws NoAnswer {
        Map<String, String> plain = new LinkedHashMap<>();
        headers.forEach((name, value) -> plain.put(name, value.reveal()));
        String text = body == null ? null : body.reveal();
        // Whatever the method: what is sent every minute may be sent once more.
        Call call = new Call(method, URI.create(url.reveal()), plain, text, timeout, true);
        return tools.http().apply(line).call(call);
    }
}
