package dev.freshwatch.route;

import dev.freshwatch.Soak;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Tests that mostly wait: they run side by side, and each still tells its own outcome. */
public final class SideBySide {

    private final ExecutorService threads;
    private final Map<String, Future<?>> running = new LinkedHashMap<>();

    /** @param atOnce how many may run at the same time */
    public SideBySide(int atOnce) {
        threads = Executors.newFixedThreadPool(atOnce, body -> {
            Thread thread = new Thread(body, "side-by-side");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins a test now, or as soon as there is room for it. */
    public SideBySide add(String name, Executable body) {
        Future<?> former = running.put(name, threads.submit(() -> {
            try {
                body.execute();
                return null;
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }));
        if (former != null) {
            throw new IllegalArgumentException("two tests are named " + name);
        }
        return this;
    }

    /** The same in the profile soak only. */
    public SideBySide soak(String name, Executable body) {
        return Soak.isOn() ? add(name, body) : this;
    }

    /** One test for each, in their order; ends when its body has. */
    public Stream<DynamicTest> tests() {
        threads.shutdown();
        return running.entrySet().stream()
                .map(test -> DynamicTest.dynamicTest(test.getKey(), () -> outcome(test.getValue())));
    }

    private static void outcome(Future<?> body) throws Throwable {
        try {
            body.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
