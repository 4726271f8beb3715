package dev.freshwatch.app;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.platform.BoundedCall;
import dev.freshwatch.service.HttpProfile;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.ReportedChecks;
import dev.freshwatch.service.Service;
import dev.freshwatch.service.ServiceCheck;
import dev.freshwatch.service.ServiceReader;
import dev.freshwatch.service.ServiceTools;
import dev.freshwatch.service.Services;
import dev.freshwatch.service.ServicesRound;
import dev.freshwatch.service.SourceMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesComponent;

/** The operator's own services: the beans that their routes call, created with the parameters of the routes. */
final class ServiceModule implements AppModule, CheckSource {

    /** Many hosts at once. */
    private static final int CONNECTIONS = 1024;

    /** The name of the bean in the templates. */
    private static final String BEAN = "service";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final CamelAssembly assembly;
    private final Map<HttpProfile, HttpCaller> callers = new HashMap<>();
    private final BoundedCall calls;
    private final Services services;
    private final ServicesRound round;
    private final ReportedChecks observed;
    private final boolean isFirst;

    /** @param known the sources that lists have had; not used before the store is open */
    ServiceModule(CamelAssembly assembly, SourceMemory known) {
        this(assembly, known, null);
    }

    /** Creates it with a predecessor. @param before the services of the previous configuration; null = there was none */
    ServiceModule(CamelAssembly assembly, SourceMemory known, ServiceModule before) {
        this.assembly = assembly;
        isFirst = before == null;
        InstantSource clock = assembly.clock();
        calls = new BoundedCall(clock);
        services = new Services(new ServiceTools(callers::get, clock, calls, known), assembly.node()::watches);
        round = new ServicesRound(services, clock);
        Path promises = assembly.stateFolder().resolve("promises");
        observed = before == null
                ? new ReportedChecks(services::has, clock, System::nanoTime, promises)
                : before.observed.with(services::has);
    }

    @Override
    public void bind() {
        assembly.closing(calls);
        assembly.closing(round);
        assembly.bind("servicesRound", round);
        assembly.bind("reportedChecks", observed);
    }

    /** Creates the services of the routes that were read. */
    @Override
    public void addRoutes() throws Exception {
        LoadedConfig loaded = assembly.loaded();
        Path directory = loaded.settings().directory();
        ReportFolders reports = new ReportFolders(loaded.settings().reports(), assembly.stateFolder());
        ServiceReader reader = new ServiceReader(directory, loaded.secrets(), reports, assembly.proxies());
        CamelContext context = assembly.camel().getCamelContext();
        List<RouteDefinition> routes = assembly.model().getRouteDefinitions().stream()
                .filter(route -> route.isCreatedFromTemplate() && ServiceReader.isService(route.getGroup()))
                .toList();
        for (int i = 0; i < routes.size(); i++) {
            add(context, reader, routes.get(i), (double) i / routes.size());
        }
        for (HttpProfile line : services.lines()) {
            addCaller(line);
        }
    }

    /** @param share part of the interval before its first cycle */
    private void add(CamelContext context, ServiceReader reader, RouteDefinition route, double share) {
        ServiceCheck check = check(context, route);
        Map<String, String> parameters = check.texts();
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
        if (defaultDelay.equals(route.getTemplateParameters().get("delay"))) {
            long delay = Math.max(1, (long) (share * service.every().toMillis()));
            route.getTemplateParameters().put("delay", Long.toString(delay));
        }
        if (!route.hasCustomIdAssigned()) {
            route.setId(service.question().check().value());
        }
        services.add(route.getRouteId(), service);
        check.use(services, service);
    }

    /** The route's own bean, created in the same way as Camel does when the route starts. */
    private static ServiceCheck check(CamelContext context, RouteDefinition route) {
        Properties parameters = new Properties();
        parameters.putAll(route.getTemplateParameters());
        PropertiesComponent properties = context.getPropertiesComponent();
        properties.setLocalProperties(parameters);
        try {
            Object bean =
                    route.getRouteTemplateContext().getLocalBeanRepository().lookupByName(BEAN);
            if (bean instanceof ServiceCheck check) {
                return check;
            }
        } finally {
            properties.setLocalProperties(null);
        }
        throw new IllegalArgumentException("a template of the group " + route.getGroup() + " has no bean '" + BEAN
                + "' of the type " + ServiceCheck.class.getName() + ": see routes/service-http.camel.yaml");
    }

    private void addCaller(HttpProfile line) throws Exception {
        String name = "service-" + (callers.size() + 1);
        HttpLimits limits =
                HttpLimits.of(DEFAULT_TIMEOUT).withMaxBytes(line.maxBytes()).withConnections(CONNECTIONS);
        assembly.bind(name + "-http", new BoundedHttpClient(line.trust(), limits, line.proxy()));
        HttpCaller http = assembly.httpCall(name);
        // a single name for all of them: paths may contain tokens, and hosts are the operator's own
        callers.put(line, assembly.requests().counting("service", uri -> "request", http));
    }

    @Override
    public void begin(WatchContext watch) {
        if (assembly.node().leases().isPresent()) {
            observed.beside(new ReportedElsewhere(check -> LookTable.observed(watch.store(), check), assembly.clock()));
        }
    }

    /** Stores since when each job has been expected, and what an operator's own routes have promised. */
    @Override
    public void takeOver() throws Exception {
        services.begin();
        if (isFirst) {
            observed.begin();
        }
    }

    /** Another node may have received the reports of an operator's own routes until now. */
    void gained() {
        observed.takeOver();
    }

    boolean isEmpty() {
        return services.all().isEmpty();
    }

    Services services() {
        return services;
    }

    /** All services together count as one platform. */
    @Override
    public String id() {
        return "service/*";
    }

    @Override
    public String bean() {
        return "services";
    }

    @Override
    public Object open(Duration within, CheckFilter only) {
        return new ServicesRound.Asked(within, only);
    }

    @Override
    public boolean mayMatch(CheckFilter only) {
        return services.all().stream().anyMatch(service -> ServicesRound.mayMatch(only, service));
    }

    @Override
    public List<Question> questions(CheckFilter only) {
        return services.questions().stream().filter(only::matches).toList();
    }

    @Override
    public void ending() {
        services.close();
    }
}
