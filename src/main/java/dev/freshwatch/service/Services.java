package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All services. Thread-safe once they are added. */
public final class Services {

    private final ServiceTools tools;
    private final Map<String, Service> byRoute = new TreeMap<>();
    private final Map<CheckId, Service> byCheck = new HashMap<>();
    private final Predicate<CheckId> mayAsk;
    private volatile boolean closed;

    /** For a process that is alone. */
    public Services(ServiceTools tools) {
        this(tools, check -> true);
    }

    /**
     * Creates it for one of several processes.
     *
     * @param mayAsk whether this process is the one that makes a check now; asked before each check and each HTTP request
     */
    public Services(ServiceTools tools, Predicate<CheckId> mayAsk) {
        this.tools = tools;
        this.mayAsk = mayAsk;
    }

    /** Adds the service of this route. */
    public void add(String routeId, Service service) {
        byRoute.put(routeId, service);
        byCheck.put(service.question().check(), service);
    }

    /** Returns the services in the order of their routes. */
    public Collection<Service> all() {
        return byRoute.values();
    }

    /** Whether a template makes this check; any source of a list may be there. */
    public boolean has(CheckId check) {
        return of(check).isPresent();
    }

    private Optional<Service> of(CheckId check) {
        Service own = byCheck.get(check);
        return own != null ? Optional.of(own) : check.parent().map(byCheck::get).filter(Service::isList);
    }

    /** The time of the clock that checks are judged by. */
    Instant now() {
        return tools.clock().instant();
    }

    /** Makes one check. Empty while Freshwatch is stopping, or if another process makes it. */
    public List<Answer> ask(Service service) {
        CheckId check = service.question().check();
        if (!mayAsk.test(check)) {
            return List.of();
        }
        try {
            List<Answer> answers = service.ask(tools.onlyIf(() -> mayAsk.test(check)));
            return closed || !mayAsk.test(check) ? List.of() : answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (RuntimeException e) {
            Answer broken = new Answer(
                    service.question(),
                    SingleService.broken(service, e),
                    tools.clock().instant());
            return closed ? List.of() : List.of(broken);
        }
    }

    /** Stores for each service that receives reports that it exists from now on. */
    public void begin() throws IOException {
        for (Service service : byRoute.values()) {
            if (service instanceof PushService push) {
                push.begin(now());
            }
        }
    }

    /** Returns the profiles of the services that use HTTP, without duplicates. */
    public Collection<HttpProfile> lines() {
        Set<HttpProfile> lines = new LinkedHashSet<>();
        byRoute.values().forEach(service -> service.profile().ifPresent(lines::add));
        return lines;
    }

    /** Returns the questions of these services. */
    public List<Question> questions() {
        return byRoute.values().stream().map(Service::question).toList();
    }

    /** Returns how often this check is made; empty if no template makes it. */
    public Optional<Duration> every(CheckId check) {
        return of(check).map(Service::every);
    }

    /** Returns the host that this check asks; empty if there is none. */
    public Optional<String> host(CheckId check) {
        return of(check).flatMap(Service::askedHost);
    }

    /** Abandons pending checks: their results say nothing about the services. */
    public void close() {
        closed = true;
    }
}
