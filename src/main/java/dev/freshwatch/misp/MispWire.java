package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispException.OfKey;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes single calls. Each key has its own pause after a refusal. Thread-safe; {@link #close} ends pending calls. */
final class MispWire {

    private final MispSettings settings;
    private final HttpCaller http;
    private final Remedy remedy;
    private final KeyPause weak;
    private final KeyPause admin;
    private final Set<Thread> calling = new HashSet<>();
    private boolean closed;

    MispWire(MispSettings settings, HttpCaller http, PlatformClock time) {
        this.settings = settings;
        this.http = http;
        this.remedy = new Remedy(settings.key("url"), settings.key("tls.ca-file"));
        this.weak = new KeyPause(settings.every(), time::nanos);
        this.admin = new KeyPause(settings.every(), time::nanos);
    }

    /** Makes a call with the weak key. */
    Reply withKey(String path, Deadline deadline) throws MispException {
        return keyed("GET", path, MispKey.WEAK, weak, deadline);
    }

    /** Makes a call with the key of a site admin. */
    Reply withAdminKey(String method, String path, Deadline deadline) throws MispException {
        return keyed(method, path, MispKey.ADMIN, admin, deadline);
    }

    /** Requests a page like a browser: without a key, and without headers that ask for JSON. */
    Reply page(URI uri, Deadline deadline) throws MispException {
        return send("GET", uri, Map.of("Accept", "text/html"), null, deadline);
    }

    /** Returns answers with a status other than 200, too, unless they refuse the key. */
    private Reply keyed(String method, String path, MispKey which, KeyPause pause, Deadline deadline)
            throws MispException {
        pause.check();
        Secret key = which.of(settings);
        boolean post = method.equals("POST");
        Map<String, String> headers = post
                ? Map.of(
                        "Accept", "application/json", "Content-Type", "application/json", "Authorization", key.reveal())
                : Map.of("Accept", "application/json", "Authorization", key.reveal());
        Reply reply = send(method, settings.at(path), headers, post ? "{}" : null, deadline);
        try {
            MispErrors.check(reply, which.in(settings));
        } catch (MispException failure) {
            if (failure.ofKey() == OfKey.REFUSED) {
                pause.refused(failure);
                throw failure;
            }
        }
        pause.taken();
        return reply;
    }

    private Reply send(String method, URI uri, Map<String, String> headers, String body, Deadline deadline)
            throws MispException {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw over();
        }
        boolean cut = left.compareTo(settings.requestTimeout()) < 0;
        Duration limit = cut ? left : settings.requestTimeout();
        begin();
        try {
            Reply reply = http.call(new HttpCaller.Call(method, uri, headers, body, limit));
            if (uri.getScheme().equals("http") && MispErrors.wantsTls(reply)) {
                String words = "the port uses TLS: write https:// in " + settings.key("url");
                throw new MispException(Reason.UNREADABLE, words, OfKey.NOTHING, reply.elapsed());
            }
            return reply;
        } catch (NoAnswer problem) {
            // A time limit that we shortened ourselves says nothing about MISP.
            throw cut && problem.isOutOfTime() ? over() : MispErrors.of(problem, remedy.of(problem, uri));
        } finally {
            end();
        }
    }

    /** Runs something that {@link #close} may interrupt. */
    <T> T during(Supplier<T> work) throws MispException {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private static MispException over() {
        return new MispException(Reason.TIMEOUT, "no answer within the time of this cycle");
    }

    private synchronized void begin() throws MispException {
        if (closed) {
            throw new MispException(Reason.TIMEOUT, "Freshwatch is stopping");
        }
        calling.add(Thread.currentThread());
    }

    private synchronized void end() {
        calling.remove(Thread.currentThread());
        if (closed) {
            // The interrupt was ours, and has done its work: the rest of the route must end normally.
            Thread.interrupted();
        }
    }

    /** Waits; {@link #close} ends the wait. */
    synchronized void pause(Duration length) throws InterruptedException {
        long started = System.nanoTime();
        for (long left = length.toNanos(); !closed && left > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = length.toNanos() - (System.nanoTime() - started);
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
        calling.forEach(Thread::interrupt);
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
