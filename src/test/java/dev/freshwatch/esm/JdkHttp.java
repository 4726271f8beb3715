package dev.freshwatch.esm;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real HTTP for tests of this room. */
final class JdkHttp implements HttpCaller {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Reply call(Call call) throws NoAnswer {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        long started = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request.build(), BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = answer.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(
                    response.statusCode(),
                    response.headers().map(),
                    response.body(),
                    Duration.ofNanos(System.nanoTime() - started));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new NoAnswer(NoAnswer.Kind.TOO_LATE, "no answer within " + call.timeout(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswer(NoAnswer.Kind.DROPPED, "interrupted", e);
        } catch (ExecutionException e) {
            throw noAnswer(e.getCause());
        }
    }

    private static NoAnswer noAnswer(Throwable cause) {
        if (cause instanceof ConnectException) {
            return new NoAnswer(NoAnswer.Kind.NOT_CONNECTED, "connection refused", cause);
        }
        String text = cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
        boolean began = text.contains("fixed content-length") || text.contains("chunked");
        return new NoAnswer(began ? NoAnswer.Kind.BROKEN : NoAnswer.Kind.DROPPED, "connection lost", cause);
    }
}
