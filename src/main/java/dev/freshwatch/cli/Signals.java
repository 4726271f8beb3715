package dev.freshwatch.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end well on SIGTERM and SIGINT. A JVM that a signal ends by itself exits with 143 or 130, and does not
 * wait for what is still to be closed.
 */
final class Signals implements AutoCloseable {

    /** Longer than everything that closing a watch waits for, shorter than the patience of systemd (90 s). */
    private static final Duration CLOSING = Duration.ofSeconds(40);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Takes signals from now on. */
    Signals() {
        List.of("TERM", "INT").forEach(this::take);
    }

    /**
     * Waits for a signal.
     *
     * @param atMost null = without a limit
     * @return false when the time was over first
     */
    boolean await(Duration atMost) throws InterruptedException {
        if (atMost == null) {
            asked.await();
            return true;
        }
        return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a signal has come. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        closed.countDown();
    }

    /**
     * By reflection: {@code sun.misc.Signal} is supported (module jdk.unsupported), but naming it is a warning of the
     * compiler that nothing switches off.
     */
    private void take(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                onSignal();
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java runtime can not handle the signal " + name, e);
        }
    }

    private void onSignal() {
        if (asked.getCount() > 0) {
            asked.countDown();
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
