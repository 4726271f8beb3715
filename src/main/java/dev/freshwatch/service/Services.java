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

/** All services. Safe for use by many threads once it is filled. */
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

    /** In the order of their routes. */
    public Collection<Service> all() {
        return byRoute.values();
    }

    /** Whether a template makes this check. */
    public boolean has(CheckId check) {
        return byRoute.values().stream()
                .anyMatch(service -> service.question().check().equals(check));
    }

    /** Asks one. Empty while the watch is being ended. */
    public List<Answer> look(Service service) {
        Observation observation = observe(service);
        return observation == null || closed
                ? List.of()
                : List.of(new Answer(
                        service.question(), observation, tools.clock().instant()));
    }

    /** Null where it was interrupted. */
    private Observation observe(Service service) {
        try {
            return service.look(tools);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (RuntimeException e) {
            LOG.error("{}: the look failed", service.question().check(), e);
            return new Unanswered(Reason.FAILED, "the look failed by a fault of the watch, see the log", null);
        }
    }

    /** Remembers of each service that is reported to that it is there from now on. */
    public void begin() throws IOException {
        for (Service service : byRoute.values()) {
            if (service instanceof PushService push) {
                push.begin(tools.clock().instant());
            }
        }
    }

    /** How the services are called that speak HTTP; each once. */
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

    /** The questions of these services. */
    public List<Question> questions() {
        return byRoute.values().stream().map(Service::question).toList();
    }

    /** How often this check is made; empty where no template makes it. */
    public Optional<Duration> every(CheckId check) {
        return byRoute.values().stream()
                .filter(service -> service.question().check().equals(check))
                .map(Service::every)
                .findFirst();
    }

    /** The host that this check asks; empty where there is none. */
    public Optional<String> host(CheckId check) {
        return byRoute.values().stream()
                .filter(service -> service.question().check().equals(check))
                .flatMap(service -> service.askedHost().stream())
                .findFirst();
    }

    /** What is being asked is abandoned: its end says nothing about the services. */
    public void close() {
        closed = true;
    }
}
