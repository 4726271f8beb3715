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

/**
 * Puts single calls on the wire. Each key has a pause of its own where MISP refuses it. Safe for use by many threads;
 * {@link #close} ends what is under way.
 */
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

    /** A call with the weak key. */
    Reply withKey(String path, Deadline deadline) throws MispException {
        return keyed("GET", path, MispKey.WEAK, weak, deadline);
    }

    /** A call with the key of a site admin. */
    Reply withAdminKey(String method, String path, Deadline deadline) throws MispException {
        return keyed(method, path, MispKey.ADMIN, admin, deadline);
    }

    /** As a browser asks for a page: without any key, and without the headers that ask for JSON. */
    Reply page(URI uri, Deadline deadline) throws MispException {
        return send("GET", uri, Map.of("Accept", "text/html"), null, deadline);
    }

    /** What has another status than 200 comes back as it is. */
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
            // A time that we cut short ourselves says nothing about MISP.
            throw cut && problem.isOutOfTime() ? over() : MispErrors.of(problem, remedy.of(problem, uri));
        } finally {
            end();
        }
    }

    /** Does this as something that {@link #close} ends. */
    <T> T during(Supplier<T> work) throws MispException {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private static MispException over() {
        return new MispException(Reason.TIMEOUT, "no answer in the time of this cycle");
    }

    private synchronized void begin() throws MispException {
        if (closed) {
            throw new MispException(Reason.TIMEOUT, "the watch ends");
        }
        calling.add(Thread.currentThread());
    }

    private synchronized void end() {
        calling.remove(Thread.currentThread());
        if (closed) {
            // Ours, and heard: what comes after it in the route is to end as it should.
            Thread.interrupted();
        }
    }

    /** Waits; {@link #close} ends that. */
    synchronized void pause(Duration length) throws InterruptedException {
        long began = System.nanoTime();
        for (long left = length.toNanos(); !closed && left > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = length.toNanos() - (System.nanoTime() - began);
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
