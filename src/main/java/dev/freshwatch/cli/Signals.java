package dev.freshwatch.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a command end well on SIGTERM and SIGINT. A JVM that a signal ends by itself exits with 143 or 130, and does not
 * wait for what is still to be closed. On demand SIGHUP asks for something, and ends nothing.
 */
final class Signals implements AutoCloseable {

    /** Longer than closing a watch can take, and shorter than the timeout of systemd (90 s). */
    private static final Duration CLOSING = Duration.ofSeconds(40);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private Runnable onHangUp;
    private boolean hungUp;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Handles signals from now on. */
    Signals() {
        List.of("TERM", "INT").forEach(name -> take(name, this::onSignal));
    }

    /**
     * Takes SIGHUP too, from now on: one that comes before {@link #onHangUp} is kept for it.
     *
     * @return false where the process was started so that it does not get that signal, as {@code nohup} does
     */
    boolean takeHangUp() {
        return take("HUP", this::hangUp);
    }

    /** What to do at each SIGHUP; must be quick. */
    void onHangUp(Runnable what) {
        boolean early;
        synchronized (this) {
            onHangUp = what;
            early = hungUp;
        }
        if (early) {
            what.run();
        }
    }

    private void hangUp() {
        Runnable what;
        synchronized (this) {
            hungUp = true;
            what = onHangUp;
        }
        if (what != null) {
            what.run();
        }
    }

    /**
     * Waits for a signal.
     *
     * @param atMost null = no limit
     * @return false if the time ran out first
     */
    boolean await(Duration atMost) throws InterruptedException {
        try {
            if (atMost == null) {
                asked.get();
            } else {
                asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is completed by a signal alone", e);
        }
    }

    /** Whether a signal has arrived. */
    boolean isAsked() {
        return asked.isDone();
    }

    /** Completes when a signal arrives. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** Everything is closed: the process may exit. */
    @Override
    public void close() {
        closed.countDown();
    }

    /**
     * By reflection: {@code sun.misc.Signal} is supported (module jdk.unsupported), but naming it causes a compiler
     * warning that cannot be suppressed.
     */
    private boolean take(String name, Runnable onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handling = (proxy, method, arguments) -> {
                onSignal.run();
                return null;
            };
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, handling));
            return !handler.getField("SIG_IGN").get(null).equals(before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java runtime cannot handle the signal " + name, e);
        }
    }

    private void onSignal() {
        if (asked.complete(null)) {
            Thread limit = new Thread(this::endInTime, "closing-limit");
            limit.setDaemon(true);
            limit.start();
        }
    }

    private void endInTime() {
        try {
            if (!closed.await(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("freshwatch: closing took longer than " + CLOSING.toSeconds() + " s; ending now");
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
