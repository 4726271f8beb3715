package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.CallAddress;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Builds the HTTP request of the webhook and evaluates the answer. Thread-safe. */
public final class WebhookRequest {

    private final SinkSettings.Webhook settings;
    private final Function<Notice, byte[]> event;

    public WebhookRequest(SinkSettings.Webhook settings) {
        this(settings, CloudEvent::bytes);
    }

    WebhookRequest(SinkSettings.Webhook settings, Function<Notice, byte[]> event) {
        this.settings = settings;
        this.event = event;
    }

    /**
     * Turns the notice in the body into the request. The URL is passed in a header, since it may contain a token and
     * endpoint URIs appear in logs.
     */
    public void buildRequest(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = body(message.getBody(Notice.class));
        settings.headers().forEach((name, value) -> message.setHeader(name, value.reveal()));
        if (settings.secret() != null) {
            message.setHeader("X-Freshwatch-Signature", "sha256=" + hmac(settings.secret(), body));
        }
        message.setHeader(Exchange.CONTENT_TYPE, CloudEvent.CONTENT_TYPE);
        // receivers recognise a repeated notice by its id, as they must if their answer got lost
        message.setHeader(BoundedHttpClient.REPEATABLE_HEADER, "true");
        CallAddress.put(message, settings.url());
        message.setBody(body);
    }

    private byte[] body(Notice notice) {
        try {
            return event.apply(notice);
        } catch (RuntimeException e) {
            FallbackText.log("CloudEvent", notice, e);
            return CloudEvent.fallback(notice);
        }
    }

    /**
     * Accepts any 2xx status.
     *
     * @throws HttpRefusal for any other status, because Camel's own exception would show the URL
     */
    public void requireSuccess(Exchange exchange) throws HttpRefusal {
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String retryAfter = answer.getHeader("Retry-After", String.class);
        String date = answer.getHeader("Date", String.class);
        answer.removeHeaders("*");
        if (status < 200 || status > 299) {
            throw new HttpRefusal(status, retryAfter, date);
        }
    }

    private static String hmac(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Utf8.bytes(secret.reveal()), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HMAC-SHA256", e);
        }
    }
}
