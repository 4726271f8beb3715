package bench;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What all benches do: wait, but not for ever. */
final class Bench {

    private Bench() {}

    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** Runs a bench; whatever goes wrong in it ends the process with 2, and so does the time limit. */
    static void run(long limitSeconds, Body body) {
        Thread limit = new Thread(() -> {
            try {
                TimeUnit.SECONDS.sleep(limitSeconds);
                System.err.println("the bench did not end within " + limitSeconds + " s");
                System.exit(2);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        limit.setDaemon(true);
        limit.start();
        try {
            body.run();
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    /** Looks every 50 ms. @return false where it did not come true in time */
    static boolean await(Product product, long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            product.mustRun();
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /** Says now and then how far it is, on standard error. */
    static void progress(String text) {
        System.err.println("… " + text);
    }
}
