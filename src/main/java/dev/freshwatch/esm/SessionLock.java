package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time log in to a session; the others wait no longer than their deadline. */
final class SessionLock {

    private final ReentrantLock lock = new ReentrantLock();

    void take(Deadline deadline) throws EsmException {
        try {
            if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EsmException(Reason.TIMEOUT, deadline.exceeded("login"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EsmException(Reason.TIMEOUT, "abandoned", e);
        }
    }

    void release() {
        lock.unlock();
    }
}
