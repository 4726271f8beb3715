package dev.freshwatch.web;

import dev.freshwatch.health.HealthStatus;

/** The pages under {@code /observe}. */
public final class ObservePages implements HttpPages {

    private final HealthStatus live;
    private final HealthStatus ready;
    private final Metrics metrics;

    /**
     * Creates the pages.
     *
     * @param live  unhealthy if a restart would help
     * @param ready unhealthy if the watch is not doing its work
     */
    public ObservePages(HealthStatus live, HealthStatus ready, Metrics metrics) {
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
    }

    @Override
    public RefusedRequests refusals() {
        return metrics.refusals();
    }

    @Override
    public Page page(String path, String accept) {
        return switch (path) {
            case "/observe/health/live" -> Health.page(live);
            case "/observe/health/ready" -> Health.page(ready);
            case "/observe/metrics" -> metrics.page(accept);
            default -> null;
        };
    }
}
