package dev.freshwatch.http;

import dev.freshwatch.http.CallProgress.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one call and reads its answer, on a worker thread. If the call was lost on a kept connection and may be
 * repeated, sends it once more on a new one. Thread-safe.
 */
final class CallExecution {

    private static final Logger LOG = LoggerFactory.getLogger(CallExecution.class);
    /** Lets the deadline, which gives the better message, fire before the timeout of the socket. */
    private static final long BEHIND_THE_DEADLINE_MS = 500;

    private final HttpLimits limits;
    private final Runnable beforeEach;
    private final ClosingPeers closingPeers = new ClosingPeers(System::nanoTime);

    CallExecution(HttpLimits limits, Runnable beforeEach) {
        this.limits = limits;
        this.beforeEach = beforeEach;
    }

    /** Returns the answer with its body in memory, or without a body if none is wanted. */
    ClassicHttpResponse ask(
            ClassicHttpRequest request, boolean repeatable, ExecChain.Scope scope, ExecChain chain, CallProgress call)
            throws NoAnswer {
        try {
            beforeEach.run();
            HttpHost peer = peer(scope);
            boolean onlyNew = !repeatable && closingPeers.include(peer);
            for (boolean last = false; ; ) {
                try {
                    ClassicHttpResponse answer = once(request, onlyNew, scope, chain, call);
                    if (last || !repeatable || !isFarewell(answer, request, call)) {
                        return answer;
                    }
                    onlyNew = true;
                    last = true;
                } catch (KeptConnectionGone gone) {
                    if (gone.isByThePeer()) {
                        closingPeers.saw(peer);
                        onlyNew = onlyNew || !repeatable;
                    }
                    stopIfOver(call);
                } catch (IOException lost) {
                    if (!isLostOnKeptConnection(lost, call)) {
                        throw lost;
                    }
                    closingPeers.saw(peer);
                    if (last || !repeatable || !isBodyStillThere(request)) {
                        throw lost;
                    }
                    onlyNew = true;
                    last = true;
                }
            }
        } catch (Exception e) {
            NoAnswer noAnswer = FailureText.explain(e, call);
            LOG.debug("{}", noAnswer.getMessage(), e);
            // Drops the cause, which may quote the peer and would be printed by whoever logs the exception.
            throw noAnswer.withoutCause();
        }
    }

    private ClassicHttpResponse once(
            ClassicHttpRequest request, boolean onlyNew, ExecChain.Scope scope, ExecChain chain, CallProgress call)
            throws IOException, HttpException {
        call.begin(onlyNew);
        limitSocket(scope, call);
        try {
            // A copy, because the inner parts of the chain add their headers to it.
            ClassicHttpResponse answer =
                    chain.proceed(ClassicRequestBuilder.copy(request).build(), scope);
            call.reached(Step.ANSWERING);
            if (call.reader() != null && isGood(answer)) {
                Body.pass(answer, limits.maxBytes(), call.reader());
            } else if (limits.maxBytes() == 0) {
                Body.skip(answer);
            } else {
                Body.read(answer, limits.maxBytes());
            }
            return answer;
        } finally {
            // Does nothing after a complete answer; otherwise closes the socket without reading the rest.
            scope.execRuntime.discardEndpoint();
        }
    }

    private static boolean isGood(ClassicHttpResponse answer) {
        return answer.getCode() >= HttpStatus.SC_OK && answer.getCode() < HttpStatus.SC_REDIRECTION;
    }

    private static HttpHost peer(ExecChain.Scope scope) {
        HttpHost proxy = scope.route.getProxyHost();
        return proxy == null ? scope.route.getTargetHost() : proxy;
    }

    /** The peer has most probably never read such a request: it had closed the connection when the request arrived. */
    private static boolean isLostOnKeptConnection(IOException lost, CallProgress call) {
        return call.isOnKeptConnection()
                && call.step() == Step.ASKING
                && !call.answerBegan()
                && !(lost instanceof InterruptedIOException)
                && !isTooLate(call);
    }

    /** A front end whose idle timeout is over answers so while our request is on its way (RFC 9110, section 15.5.9). */
    private static boolean isFarewell(ClassicHttpResponse answer, ClassicHttpRequest request, CallProgress call) {
        return answer.getCode() == HttpStatus.SC_REQUEST_TIMEOUT
                && call.isOnKeptConnection()
                && !isTooLate(call)
                && isBodyStillThere(request);
    }

    private static boolean isBodyStillThere(ClassicHttpRequest request) {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    private static boolean isTooLate(CallProgress call) {
        return call.isOver() || call.nanosLeft() <= 0;
    }

    private static void stopIfOver(CallProgress call) throws NoAnswer {
        if (isTooLate(call)) {
            throw call.tooLate();
        }
    }

    private static void limitSocket(ExecChain.Scope scope, CallProgress call) {
        Timeout left = Timeout.ofMilliseconds(Math.max(1, call.nanosLeft() / 1_000_000) + BEHIND_THE_DEADLINE_MS);
        scope.clientContext.setRequestConfig(RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
                .setResponseTimeout(left)
                .setConnectionRequestTimeout(left)
                .build());
    }
}
