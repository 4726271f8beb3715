package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.UrlHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code service-http}: whether a URL answers as expected, and how fast.
 *
 * @param text what the answer must contain; null = anything
 */
record HttpService(Question question, Duration every, HttpRequest request, Statuses expected, String text)
        implements SingleService {

    @Override
    public Optional<String> askedHost() {
        return Optional.of(request.host());
    }

    @Override
    public Optional<HttpProfile> profile() {
        return Optional.of(request.line());
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        long start = System.nanoTime();
        Reply reply;
        try {
            reply = request.send(tools);
        } catch (NoAnswer e) {
            stopIfInterrupted();
            String detail = PlainText.line(request.words(e), 300);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            // Nothing is known about a service that was not asked.
            return e.kind() == NoAnswer.Kind.NOT_STARTED
                    ? new Unanswered(Reason.TIMEOUT, detail, elapsed)
                    : new Down(detail, elapsed);
        }
        if (!expected.contains(reply.status())) {
            String detail = String.format(
                    Locale.ROOT, "answered HTTP %d%s (expected %s)", reply.status(), whereTo(reply), expected);
            return new Down(detail, reply.elapsed());
        }
        if (text != null && !reply.text().contains(text)) {
            return new Down("answered without the text '" + PlainText.line(text, 80) + "'", reply.elapsed());
        }
        return new Answered("answered HTTP " + reply.status(), reply.elapsed());
    }

    static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Returns where a redirect leads, without the parts that may contain a secret. */
    private static String whereTo(Reply reply) {
        Optional<String> location = reply.header("location");
        if (reply.status() < 300 || reply.status() > 399 || location.isEmpty()) {
            return "";
        }
        try {
            URI uri = new URI(location.get());
            String name = UrlHost.of(uri);
            String host = name == null ? "" : uri.getScheme() + "://" + name;
            return " to " + PlainText.line(host + uri.getPath(), 100);
        } catch (URISyntaxException e) {
            return " to an invalid address";
        }
    }
}
