package dev.freshwatch.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.Secret;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.CallAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The bean {@code sinkRequest}, with which an operator's own sinks post JSON: the address and the secrets of the request,
 * and the judgement of the answer. Addresses of chats are secrets, so they are passed in a header; the endpoint shows a
 * placeholder. Thread-safe.
 */
public final class SinkRequest {

    /** For one call, to the last byte of the answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** For the body of an answer. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String SECRET = "secret.";

    /** Exchange property: what must not appear in the words of the receiver. */
    private static final String USED = "FreshwatchSecretsUsed";

    /** Shorter parts of an address are words, such as {@code services}. */
    private static final int SHORTEST = 9;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, Secret> secrets;

    /** @param secrets what requests may name, by their whole key: {@code secret.<name>} */
    public SinkRequest(Map<String, Secret> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /**
     * Addresses the request, whose body must be JSON.
     *
     * @param url the URL, or the key {@code secret.<name>} that holds it
     * @throws SinkSetting if the key is not set, or the URL or the body is wrong
     */
    public void address(Exchange exchange, String url) throws SinkSetting {
        Message message = exchange.getMessage();
        URI address = uri(url, reveal(url));
        parts(address).filter(part -> part.length() >= SHORTEST).forEach(part -> use(exchange, part));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader(BoundedHttpClient.REPEATABLE_HEADER, "true");
        CallAddress.put(message, address);
        message.setBody(Utf8.bytes(json(message).toString()));
    }

    /** What a receiver could repeat of the address; the token of Telegram is the second half of a part of the path. */
    private static Stream<String> parts(URI address) {
        return Stream.of(
                        address.getRawPath() + "/" + address.getRawQuery(),
                        address.getPath() + "/" + address.getQuery())
                .flatMap(text ->
                        Stream.concat(Arrays.stream(text.split("[/?&=]")), Arrays.stream(text.split("[/?&=:]"))));
    }

    /** Sets a request header. @param value the value, or the key {@code secret.<name>} that holds it */
    public void header(Exchange exchange, String name, String value) throws SinkSetting {
        String text = reveal(value);
        if (value.startsWith(SECRET)) {
            use(exchange, text);
            use(exchange, text.substring(text.lastIndexOf(' ') + 1));
        }
        exchange.getMessage().setHeader(name, text);
    }

    /** Adds a text to the JSON object in the body. @param value the text, or the key that holds it */
    public void field(Exchange exchange, String name, String value) throws SinkSetting {
        String text = reveal(value);
        if (value.startsWith(SECRET)) {
            use(exchange, text);
        }
        if (!(json(exchange.getMessage()) instanceof ObjectNode object)) {
            throw new SinkSetting("the body is not a JSON object, so it cannot have the field " + name);
        }
        exchange.getMessage().setBody(object.put(name, text).toString());
    }

    /**
     * Accepts any 2xx answer, unless its body is {@code {"ok": false}}.
     *
     * @throws ReceiverRefusal for any other answer, with the receiver's own words
     */
    public void requireAcceptance(Exchange exchange) throws ReceiverRefusal {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = message.getBody(byte[].class);
        ReceiverAnswer answer = ReceiverAnswer.of(status, body == null ? new byte[0] : body);
        String asked = message.getHeader("Retry-After", String.class);
        String date = message.getHeader("Date", String.class);
        message.removeHeaders("*");
        if (!answer.accepted()) {
            String words = answer.words(used(exchange));
            throw new ReceiverRefusal(
                    status,
                    asked == null ? answer.retryAfter() : asked,
                    date,
                    words,
                    answer.passes(),
                    answer.refusesLogin());
        }
    }

    private String reveal(String value) throws SinkSetting {
        if (!value.startsWith(SECRET)) {
            return value;
        }
        Secret secret = secrets.get(value);
        if (secret == null) {
            throw new SinkSetting(value + " is not set: write " + value + "={{file:…}} into application.properties");
        }
        return secret.reveal().strip();
    }

    /** The URL is never shown. */
    private static URI uri(String name, String text) throws SinkSetting {
        String shown = name.startsWith(SECRET) ? name : "the address of the sink";
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SinkSetting(shown + " is not a URL: write https://host/path");
        }
        boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!http || address.getRawAuthority() == null || address.getRawPath() == null) {
            throw new SinkSetting(shown + " is not a URL: write https://host/path");
        }
        return address;
    }

    private static JsonNode json(Message message) throws SinkSetting {
        try {
            return MAPPER.readTree(message.getBody(String.class));
        } catch (JsonProcessingException e) {
            throw new SinkSetting("the body that the route makes is not JSON, near column "
                    + (e.getLocation() == null ? "?" : e.getLocation().getColumnNr()));
        }
    }

    private static void use(Exchange exchange, String secret) {
        List<String> all = new ArrayList<>(used(exchange));
        all.add(secret);
        exchange.setProperty(USED, all);
    }

    private static List<String> used(Exchange exchange) {
        List<?> all = exchange.getProperty(USED, List.of(), List.class);
        return all.stream().map(String::valueOf).toList();
    }
}
