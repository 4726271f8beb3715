package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All services. Thread-safe once they are added. */
public final class Services {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final ServiceTools tools;
    private final Map<String, Service> byRoute = new TreeMap<>();
    private volatile boolean closed;

    public Services(ServiceTools tools) {
        this.tools = tools;
    }

    /** Adds the service of this route. */
    public void add(String routeId, Service service) {
        byRoute.put(routeId, service);
    }

    /** Returns the services in the order of their routes. */
    public Collection<Service> all() {
        return byRoute.values();
    }

    /** Whether a template makes this check. */
    public boolean has(CheckId check) {
        return byRoute.values().stream()
                .anyMatch(service -> service.question().check().equals(check));
    }

    /** Makes one check. Empty while Freshwatch is stopping. */
    public List<Answer> ask(Service service) {
        Observation observation = observe(service);
        return observation == null || closed
                ? List.of()
                : List.of(new Answer(
                        service.question(), observation, tools.clock().instant()));
    }

    /** Returns null if it was interrupted. */
    private Observation observe(Service service) {
        try {
            return service.observe(tools);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (RuntimeException e) {
            LOG.error("{}: the check failed", service.question().check(), e);
            return new Unanswered(
                    Reason.FAILED, "the check failed because of a fault in Freshwatch, see the log", null);
        }
    }

    /** Stores for each service that receives reports that it exists from now on. */
    public void begin() throws IOException {
        for (Service service : byRoute.values()) {
            if (service instanceof PushService push) {
                push.begin(tools.clock().instant());
            }
        }
    }

    /** Returns the profiles of the services that use HTTP, without duplicates. */
    public Collection<HttpProfile> lines() {
        Set<HttpProfile> lines = new LinkedHashSet<>();
        for (Service service : byRoute.values()) {
            if (service instanceof HttpService http) {
                lines.add(http.request().line());
            } else if (service instanceof JsonService json) {
                lines.add(json.request().line());
            }
        }
        return lines;
    }

    /** Returns the questions of these services. */
    public List<Question> questions() {
        return byRoute.values().stream().map(Service::question).toList();
    }

    /** Returns how often this check is made; empty if no template makes it. */
    public Optional<Duration> every(CheckId check) {
        return byRoute.values().stream()
                .filter(service -> service.question().check().equals(check))
                .map(Service::every)
                .findFirst();
    }

    /** Returns the host that this check asks; empty if there is none. */
    public Optional<String> host(CheckId check) {
        return byRoute.values().stream()
                .filter(service -> service.question().check().equals(check))
                .flatMap(service -> service.askedHost().stream())
                .findFirst();
    }

    /** Abandons pending checks: their results say nothing about the services. */
    public void close() {
        closed = true;
    }
}
