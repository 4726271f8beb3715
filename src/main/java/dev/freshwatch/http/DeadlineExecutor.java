package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces the deadline and size limit of a call, whatever the peer does. The call runs on a thread of its own and the
 * caller only waits: blocking sockets have no time limit across several reads, name resolution has none at all, and
 * neither can be interrupted. Giving up closes the socket, which ends that thread, too.
 */
final class DeadlineExecutor implements ExecChainHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineExecutor.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HttpLimits limits;
    private final Trust trust;
    private final HttpProxy proxy;
    private final CallExecution asking;
    private final Semaphore places;
    /** Limited by {@link #places}; idle threads end by themselves, so there is nothing to close. */
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), DeadlineExecutor::thread);

    /** @param proxy null = none */
    DeadlineExecutor(HttpLimits limits, Trust trust, HttpProxy proxy, Runnable beforeEach) {
        this.limits = limits;
        this.trust = trust;
        this.proxy = proxy;
        this.asking = new CallExecution(limits, beforeEach);
        this.places = new Semaphore(limits.connections(), true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "freshwatch-http-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope planned, ExecChain chain)
            throws IOException {
        ExecChain.Scope straight = CallAddress.take(request, planned);
        PeerRoute way = PeerRoute.to(straight.route.getTargetHost(), proxy);
        ExecChain.Scope scope = way.of(straight);
        CallProgress call = new CallProgress(timeoutOf(request), limits.connect(), way, trust);
        call.putInto(scope.clientContext);
        call.passBodyTo(readerOf(request));
        boolean repeatable = isRepeatable(request);
        try {
            if (!places.tryAcquire(call.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw call.tooLate();
            }
            return await(submit(request, repeatable, scope, chain, call), call);
        } catch (TimeoutException e) {
            giveUp(call, scope);
            throw call.tooLate();
        } catch (InterruptedException e) {
            giveUp(call, scope);
            Thread.currentThread().interrupt();
            throw new NoAnswer(Kind.TOO_LATE, "call was cancelled", null);
        }
    }

    private Future<ClassicHttpResponse> submit(
            ClassicHttpRequest request, boolean repeatable, ExecChain.Scope scope, ExecChain chain, CallProgress call) {
        boolean submitted = false;
        try {
            Future<ClassicHttpResponse> answer = workers.submit(() -> {
                try {
                    return asking.ask(request, repeatable, scope, chain, call);
                } finally {
                    places.release();
                }
            });
            submitted = true;
            return answer;
        } finally {
            if (!submitted) {
                places.release();
            }
        }
    }

    private static ClassicHttpResponse await(Future<ClassicHttpResponse> answer, CallProgress call)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return answer.get(Math.max(0, call.nanosLeft()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoAnswer noAnswer) {
                throw noAnswer;
            }
            // Only an Error gets here: everything else was explained where it happened.
            throw new IllegalStateException("HTTP call failed", e.getCause());
        }
    }

    private static void giveUp(CallProgress call, ExecChain.Scope scope) {
        call.giveUp();
        if (scope.originalRequest instanceof Cancellable cancellable) {
            cancellable.cancel();
        }
    }

    /** Removes the header, which is internal and must not be sent. */
    private Duration timeoutOf(ClassicHttpRequest request) {
        Header header = request.getFirstHeader(BoundedHttpClient.TIMEOUT_HEADER);
        request.removeHeaders(BoundedHttpClient.TIMEOUT_HEADER);
        if (header == null) {
            return limits.timeout();
        }
        return Duration.ofMillis(Math.max(1, Long.parseLong(header.getValue().strip())));
    }

    /** Removes the header, too. Null if the body is to be read into memory. */
    private static BodyReader readerOf(ClassicHttpRequest request) {
        Header header = request.getFirstHeader(BoundedHttpClient.READER_HEADER);
        request.removeHeaders(BoundedHttpClient.READER_HEADER);
        return header == null ? null : BodyReaders.take(header.getValue());
    }

    /** Removes the header, too. */
    private static boolean isRepeatable(ClassicHttpRequest request) {
        Header header = request.getFirstHeader(BoundedHttpClient.REPEATABLE_HEADER);
        request.removeHeaders(BoundedHttpClient.REPEATABLE_HEADER);
        return header == null
                ? Method.isIdempotent(request.getMethod())
                : header.getValue().strip().equals("true");
    }
}
