package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;

/**
 * Makes calls through a Camel route that ends in camel-http, so that operators can see and change how a platform is
 * called. The endpoint needs a {@link BoundedHttpClient}, {@code throwExceptionOnFailure=false} and
 * {@code copyHeaders=false} (otherwise headers of the request look like headers of the answer); the route template
 * {@code http-call} sets all three.
 */
public final class CamelHttp implements HttpCaller {

    private final ProducerTemplate template;
    private final String route;
    /** Looked up once: Camel would normalize the address in each call. */
    private volatile Endpoint endpoint;

    /**
     * @param template started; not closed by this class
     * @param route    where calls begin, such as {@code direct:esm-soc-call?block=false}; without {@code block=false} a
     *                 call to a stopped route waits 30 s
     */
    public CamelHttp(ProducerTemplate template, String route) {
        this.template = template;
        this.route = route;
    }

    @Override
    public Reply call(Call call) throws NoAnswer {
        long start = System.nanoTime();
        String reader = call.reader() == null ? null : BodyReaders.put(call.reader());
        Exchange exchange;
        try {
            exchange = send(call, reader);
        } finally {
            BodyReaders.take(reader);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (exchange.getException() != null) {
            throw noAnswer(exchange.getException());
        }
        Message answer = exchange.getMessage();
        Integer status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status == null) {
            throw new NoAnswer(Kind.BROKEN, "the route returned no HTTP status", null);
        }
        return new Reply(status, headers(answer), body(answer), elapsed);
    }

    private Exchange send(Call call, String reader) throws NoAnswer {
        try {
            return template.send(
                    endpoint(), ExchangePattern.InOut, request -> fill(request.getMessage(), call, reader));
        } catch (RuntimeException e) {
            throw noAnswer(e);
        }
    }

    private Endpoint endpoint() {
        Endpoint known = endpoint;
        if (known == null) {
            known = template.getCamelContext().getEndpoint(route);
            endpoint = known;
        }
        return known;
    }

    private static void fill(Message request, Call call, String reader) {
        if (reader != null) {
            request.setHeader(BoundedHttpClient.READER_HEADER, reader);
        }
        call.headers().forEach(request::setHeader);
        request.setHeader(BoundedHttpClient.TIMEOUT_HEADER, BoundedHttpClient.header(call.timeout()));
        request.setHeader(BoundedHttpClient.REPEATABLE_HEADER, String.valueOf(call.repeatable()));
        // Not as text: camel-core would search all its converters for this enum in each call.
        request.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        CallAddress.put(request, call.uri());
        // Bytes, because camel-http would choose the charset of a text by the content type.
        request.setBody(call.body() == null ? null : call.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The stream is already in memory; Camel's own conversion would copy it through two buffers. */
    private static byte[] body(Message answer) throws NoAnswer {
        Object body = answer.getBody();
        if (body instanceof InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw noAnswer(e);
            }
        }
        return body == null ? new byte[0] : answer.getBody(byte[].class);
    }

    private static NoAnswer noAnswer(Exception failure) {
        NoAnswer known = FailureCause.find(failure, NoAnswer.class);
        if (known != null) {
            return known;
        }
        // Not the peer's fault: the route is stopped or was changed.
        return new NoAnswer(
                Kind.NOT_CONNECTED,
                "the call could not be made (" + failure.getClass().getSimpleName() + ")",
                failure);
    }

    private static Map<String, List<String>> headers(Message answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel")) {
                headers.put(name.toLowerCase(Locale.ROOT), values(value));
            }
        });
        return Map.copyOf(headers);
    }

    private static List<String> values(Object value) {
        List<String> values = new ArrayList<>();
        if (value instanceof Collection<?> several) {
            several.forEach(one -> values.add(String.valueOf(one)));
        } else {
            values.add(value.toString());
        }
        return List.copyOf(values);
    }
}
