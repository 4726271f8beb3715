package dev.freshwatch.samples;

import java.util.List;
import java.util.function.Consumer;

/** Divides long work into small transactions with pauses, so that the disk is free for notices. */
final class SmallSteps {

    private static final int CHECKS = 20;

    private final Pause pause;

    SmallSteps(Pause pause) {
        this.pause = pause;
    }

    /** Waits a moment. */
    @FunctionalInterface
    interface Pause {
        /** @throws InterruptedException to give up */
        void make() throws InterruptedException;
    }

    /** @param work is done for some of them in one transaction */
    void forEach(List<Long> checks, Consumer<List<Long>> work) throws InterruptedException {
        for (int i = 0; i < checks.size(); i += CHECKS) {
            pause.make();
            work.accept(List.copyOf(checks.subList(i, Math.min(checks.size(), i + CHECKS))));
        }
    }

    /** One more step. */
    void once(Runnable work) throws InterruptedException {
        pause.make();
        work.run();
    }
}
