package dev.freshwatch.app;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.service.BoundedCall;
import dev.freshwatch.service.HttpProfile;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.ReportedChecks;
import dev.freshwatch.service.Service;
import dev.freshwatch.service.ServiceReader;
import dev.freshwatch.service.ServiceTools;
import dev.freshwatch.service.Services;
import dev.freshwatch.service.ServicesRound;
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
final class ServiceModule implements PlatformModule {

    /** Many hosts at once, and answers small enough that all of them fit into the memory at the same time. */
    private static final int CONNECTIONS = 1024;

    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final CamelAssembly assembly;
    private final Map<HttpProfile, HttpCaller> callers = new HashMap<>();
    private final Services services;
    private final ServicesRound round;
    private final ReportedChecks observed;

    private ServiceModule(CamelAssembly assembly, Path state, InstantSource clock) {
        this.assembly = assembly;
        services = new Services(new ServiceTools(callers::get, clock, assembly.closing(new BoundedCall())));
        round = assembly.closing(new ServicesRound(services, clock));
        observed = new ReportedChecks(services::has, clock, System::nanoTime, state.resolve("promises"));
    }

    /** The services of the routes that are loaded; to be called before these are started. */
    static ServiceModule bind(CamelAssembly assembly, LoadedConfig loaded, InstantSource clock) throws Exception {
        ServiceModule wiring = new ServiceModule(assembly, state(loaded), clock);
        assembly.bind("services", wiring.services);
        assembly.bind("servicesRound", wiring.round);
        assembly.bind("reportedChecks", wiring.observed);
        Path directory = loaded.settings().directory();
        ReportFolders reports = new ReportFolders(loaded.settings().reports(), state(loaded));
        ServiceReader reader = new ServiceReader(directory, loaded.secrets(), reports, assembly.proxies());
        CamelContext context = assembly.camel().getCamelContext();
        List<RouteDefinition> routes =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .filter(route -> route.isCreatedFromTemplate() && ServiceReader.isService(route.getGroup()))
                        .toList();
        for (int i = 0; i < routes.size(); i++) {
            wiring.add(context, reader, routes.get(i), (double) i / routes.size());
        }
        for (HttpProfile line : wiring.services.lines()) {
            wiring.addCaller(line);
        }
        return wiring;
    }

    /** The folder of the store, where that is a file. */
    static Path state(LoadedConfig loaded) {
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

    private void addCaller(HttpProfile line) throws Exception {
        String name = "service-" + (callers.size() + 1);
        HttpLimits limits =
                HttpLimits.of(DEFAULT_TIMEOUT).withMaxBytes(MAX_BYTES).withConnections(CONNECTIONS);
        assembly.bind(name + "-http", new BoundedHttpClient(line.trust(), limits, line.proxy()));
        HttpCaller http = assembly.httpCall(name);
        // one word for all of them: paths may hold tokens, and hosts are a user's own
        callers.put(line, assembly.requests().counting("service", uri -> "request", http));
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
