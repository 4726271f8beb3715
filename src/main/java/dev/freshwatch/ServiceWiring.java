package dev.freshwatch;

import dev.freshwatch.config.Loaded;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.CamelHttp;
import dev.freshwatch.http.GuardedHttp;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.service.Line;
import dev.freshwatch.service.Observed;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.Service;
import dev.freshwatch.service.ServiceReader;
import dev.freshwatch.service.Services;
import dev.freshwatch.service.ServicesRound;
import dev.freshwatch.service.Tools;
import dev.freshwatch.service.Within;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** A user's own services: the beans that their routes call, made of the parameters that the routes were given. */
final class ServiceWiring implements Platform {

    /** Many hosts at once, and answers small enough that all of them fit into the memory at the same time. */
    private static final int CONNECTIONS = 1024;

    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final Wires wires;
    private final Map<Line, HttpCaller> callers = new HashMap<>();
    private final Services services;
    private final ServicesRound round;
    private final Observed observed;

    private ServiceWiring(Wires wires, Path state, InstantSource clock) {
        this.wires = wires;
        services = new Services(new Tools(callers::get, clock, wires.closing(new Within())));
        round = wires.closing(new ServicesRound(services, clock));
        observed = new Observed(services::has, clock, System::nanoTime, state.resolve("promises"));
    }

    /** The services of the routes that are loaded; to be called before these are started. */
    static ServiceWiring bind(Wires wires, Loaded loaded, InstantSource clock) throws Exception {
        ServiceWiring wiring = new ServiceWiring(wires, state(loaded), clock);
        wires.bind("services", wiring.services);
        wires.bind("servicesRound", wiring.round);
        wires.bind("observed", wiring.observed);
        Path directory = loaded.settings().directory();
        ReportFolders reports = new ReportFolders(loaded.settings().reports(), state(loaded));
        ServiceReader reader = new ServiceReader(directory, loaded.secrets(), reports, wires.proxies());
        CamelContext context = wires.camel().getCamelContext();
        List<RouteDefinition> routes =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .filter(route -> route.isCreatedFromTemplate() && ServiceReader.isService(route.getGroup()))
                        .toList();
        for (int i = 0; i < routes.size(); i++) {
            wiring.add(context, reader, routes.get(i), (double) i / routes.size());
        }
        for (Line line : wiring.services.lines()) {
            wiring.addCaller(line);
        }
        return wiring;
    }

    /** The folder of the store, where that is a file. */
    static Path state(Loaded loaded) {
        String url = loaded.settings().state().url();
        String file = "jdbc:sqlite:";
        return url.startsWith(file)
                ? Path.of(url.substring(file.length())).resolve("..").normalize()
                : loaded.settings().directory().resolve("state");
    }

    /** @param share which part of its interval goes by before its first cycle */
    private void add(CamelContext context, ServiceReader reader, RouteDefinition route, double share) {
        Map<String, String> parameters = new HashMap<>();
        route.getTemplateParameters()
                .forEach((name, value) ->
                        parameters.put(name, context.resolvePropertyPlaceholders(String.valueOf(value))));
        List<String> faults = new ArrayList<>();
        Optional<Service> read = reader.read(route.getGroup(), parameters, faults);
        if (read.isEmpty()) {
            throw new IllegalArgumentException(
                    route.getGroup() + " " + parameters.get("name") + ": " + String.join("; ", faults));
        }
        Service service = read.get();
        if (services.has(service.question().check())) {
            throw new IllegalArgumentException("the check " + service.question().check() + " is there twice");
        }
        String defaultDelay =
                String.valueOf(route.getTemplateDefaultParameters().get("delay"));
        if (defaultDelay.equals(parameters.get("delay"))) {
            long delay = Math.max(1, (long) (share * service.every().toMillis()));
            route.getTemplateParameters().put("delay", Long.toString(delay));
        }
        if (!route.hasCustomIdAssigned()) {
            route.setId(service.question().check().value());
        }
        services.add(route.getRouteId(), service);
    }

    private void addCaller(Line line) throws Exception {
        String name = Integer.toString(callers.size() + 1);
        HttpLimits limits =
                HttpLimits.of(DEFAULT_TIMEOUT).withMaxBytes(MAX_BYTES).withConnections(CONNECTIONS);
        wires.bind("service-http-" + name, new GuardedHttp(line.trust(), limits, line.proxy()));
        wires.add("service-call", "service-call-" + name, Map.of("name", name));
        String route = "direct:service-call-" + name + "?block=false";
        HttpCaller http = new CamelHttp(wires.camel().getCamelTemplate(), route);
        // one word for all of them: paths may hold tokens, and hosts are a user's own
        callers.put(line, wires.requests().counting("service", uri -> "request", http));
    }

    /** Remembers of each job that it is waited for from now on, and what routes of a user's own have promised. */
    void begin() throws Exception {
        services.begin();
        observed.begin();
    }

    boolean isEmpty() {
        return services.all().isEmpty();
    }

    Services services() {
        return services;
    }

    @Override
    public String kind() {
        return "service";
    }

    /** All of them are one here. */
    @Override
    public String name() {
        return "*";
    }

    @Override
    public String bean() {
        return "services";
    }

    @Override
    public Duration every() {
        throw new UnsupportedOperationException("each service has a timer of its own");
    }

    @Override
    public String host() {
        return null;
    }

    @Override
    public Object open(Duration within, Predicate<CheckId> only) {
        return new ServicesRound.Asked(within, only);
    }

    @Override
    public List<Question> questions(Predicate<CheckId> only) {
        return services.questions().stream()
                .filter(question -> only.test(question.check()))
                .toList();
    }

    @Override
    public void close() {
        services.close();
    }
}
