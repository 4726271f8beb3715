package dev.freshwatch.web;

import java.util.concurrent.Semaphore;

/** What all connections share. Thread-safe. */
final class ServedPages {

    /** Answers that are being sent may take so much memory together: slow readers must not exhaust it. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final HttpPages observe;
    private final SiteWorkers workers;
    private final SiteWorkers reports;
    private final Semaphore free = new Semaphore(MOST_BYTES);
    private volatile AccessControl access;

    ServedPages(AccessControl access, HttpPages observe, SiteWorkers workers, SiteWorkers reports) {
        this.access = access;
        this.observe = observe;
        this.workers = workers;
        this.reports = reports;
    }

    /** Judges requests by this from now on. */
    void use(AccessControl other) {
        access = other;
    }

    AccessControl access() {
        return access;
    }

    /** Health and metrics. */
    HttpPages observe() {
        return observe;
    }

    /** Who answers this: reports of jobs do not wait for readers, nor for a store that hangs. */
    SiteWorkers workers(WebRequest request) {
        return request.method().equals("POST") ? reports : workers;
    }

    /** Whether an answer of this size may be sent now; if so, {@link #sent} must follow. */
    boolean maySend(int bytes) {
        return free.tryAcquire(bytes);
    }

    /** An answer of this size is sent, or will never be. */
    void sent(int bytes) {
        free.release(bytes);
    }
}
