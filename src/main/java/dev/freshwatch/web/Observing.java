package dev.freshwatch.web;

import dev.freshwatch.self.Wellbeing;

/** The pages below {@code /observe}. */
public final class Observing implements Site {

    private final Wellbeing live;
    private final Wellbeing ready;
    private final Metrics metrics;

    /**
     * @param live  whether a restart would help
     * @param ready whether it does its work
     */
    public Observing(Wellbeing live, Wellbeing ready, Metrics metrics) {
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
    }

    @Override
    public Refusals refusals() {
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
