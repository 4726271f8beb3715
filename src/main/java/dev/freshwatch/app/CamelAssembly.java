package dev.freshwatch.app;

import dev.freshwatch.alert.Notice.Origin;
import dev.freshwatch.cluster.LeaseClusterService;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.Proxies;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Settings;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.http.CamelHttp;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.http.UriGuard;
import dev.freshwatch.route.GuardedFunction;
import dev.freshwatch.route.TheseRoutes;
import dev.freshwatch.schedule.LeaseMasterComponent;
import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.Trust;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Used by all modules to bind beans, create routes from templates, and register what must be closed. */
final class CamelAssembly {

    private static final Logger LOG = LoggerFactory.getLogger(CamelAssembly.class);

    private static final int SHUTDOWN_SECONDS = 10;

    /**
     * Defaults for the HTTP endpoints of an operator's own routes: no retries within a call, which would sleep for as
     * long as {@code Retry-After} demands, and a time limit for each call. The outbox retries.
     */
    private static final Map<String, String> BRIEF_HTTP = Stream.of("http", "https")
            .flatMap(component -> Stream.of(
                            Map.entry("automaticRetriesDisabled", "true"),
                            Map.entry("connectionRequestTimeout", "10000"),
                            Map.entry("connectTimeout", "10000"),
                            Map.entry("soTimeout", "30000"),
                            Map.entry("responseTimeout", "30000"))
                    .map(option ->
                            Map.entry("camel.component." + component + "." + option.getKey(), option.getValue())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Main camel;
    private final LoadedConfig loaded;
    private final ClusterNode node;
    private final RequestCounts requests;
    private final LeaseClusterService cluster;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private CamelAssembly(Main camel, LoadedConfig loaded, RequestCounts requests, ClusterNode node) {
        this.node = node;
        this.cluster = node.service(loaded.settings().instanceName());
        this.camel = camel;
        this.loaded = loaded;
        this.requests = requests;
    }

    /** Creates a Camel context for this configuration and these route files; nothing is started. */
    static CamelAssembly of(LoadedConfig loaded, List<Path> routeFiles) {
        return of(loaded, routeFiles, new RequestCounts(), new ClusterNode());
    }

    /** The same. @param requests where requests to platforms are counted */
    static CamelAssembly of(LoadedConfig loaded, List<Path> routeFiles, RequestCounts requests, ClusterNode node) {
        Main camel = new Main();
        // Main's own JVM shutdown hook would keep every former configuration in memory. Closing the assembly stops
        // Camel.
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        MainConfigurationProperties main = camel.configure();
        main.setName("freshwatch");
        camel.setRoutesCollector(new TheseRoutes(routeFiles));
        main.setAutoConfigurationLogSummary(false);
        main.setShutdownTimeout(SHUTDOWN_SECONDS);
        main.setShutdownLogInflightExchangesOnTimeout(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.bind("uriGuard", new UriGuard());
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                GuardedFunction.guard(starting.getCamelContext().getPropertiesComponent(), loaded.sources());
                CamelCli.quiet(starting.getCamelContext());
            }
        });
        BRIEF_HTTP.forEach(camel::addInitialProperty);
        loaded.camel().forEach(camel::addInitialProperty);
        loaded.placeholders().forEach(camel::addInitialProperty);
        CamelAssembly assembly = new CamelAssembly(camel, loaded, requests, node);
        assembly.bind("cluster", assembly.cluster);
        assembly.bind("master", new LeaseMasterComponent(assembly.cluster));
        return assembly;
    }

    /** This process as a node of a cluster, or alone. */
    ClusterNode node() {
        return node;
    }

    /** Camel's cluster service, for an operator's own routes. */
    LeaseClusterService cluster() {
        return cluster;
    }

    Main camel() {
        return camel;
    }

    /** The configuration. */
    LoadedConfig loaded() {
        return loaded;
    }

    Settings settings() {
        return loaded.settings();
    }

    /** The clock of all components. */
    InstantSource clock() {
        return node.clock();
    }

    /** The folder of the store, if it is a file. */
    Path stateFolder() {
        String url = settings().state().url();
        String file = "jdbc:sqlite:";
        return url.startsWith(file)
                ? Path.of(url.substring(file.length())).resolve("..").normalize()
                : settings().directory().resolve("state");
    }

    /** The routes; they can be changed until they are started. */
    Model model() {
        return camel.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Counts the requests to all platforms. */
    RequestCounts requests() {
        return requests;
    }

    /** The configured proxies. */
    Proxies proxies() {
        return settings().proxies();
    }

    /** The origin of the notices of this process. */
    Origin origin() {
        return new Origin(settings().instanceName(), ProcessHandle.current().pid());
    }

    /** Returns the trusted certificates and our own for these {@code tls.*} settings. */
    static Trust trust(TlsSettings tls) throws IOException {
        TlsSettings.Own own = tls.own();
        return Trust.of(tls.caFile(), tls.insecure(), own == null ? null : read(own));
    }

    private static ClientCertificate read(TlsSettings.Own own) throws UnusableClientCertificate {
        Secret password = own.keyPassword();
        return ClientCertificate.read(
                own.certFile(),
                own.keyFile(),
                password == null ? null : password.reveal().toCharArray());
    }

    void bind(String name, Object bean) {
        camel.bind(name, bean);
    }

    /** Creates a route from a template. */
    void add(String template, String routeId, Map<String, Object> parameters) throws Exception {
        TemplatedRouteBuilder.builder(camel.getCamelContext(), template)
                .routeId(routeId)
                .parameters(parameters)
                .add();
    }

    /**
     * Creates a caller that uses a route from the template {@code http-call}.
     *
     * @param name the called platform, such as {@code esm-soc}; the bean {@code <name>-http} sets the limits
     */
    HttpCaller httpCall(String name) throws Exception {
        add("http-call", name + "-call", Map.of("name", name));
        return new CamelHttp(camel.getCamelTemplate(), "direct:" + name + "-call?block=false");
    }

    /** The default value of a template parameter; empty if there is no such parameter, or it has no default. */
    Optional<String> defaultOf(String template, String parameter) {
        RouteTemplateDefinition definition = model().getRouteTemplateDefinition(template);
        return Stream.ofNullable(definition)
                .flatMap(known -> known.getTemplateParameters().stream())
                .filter(known -> known.getName().equals(parameter) && known.getDefaultValue() != null)
                .map(known -> camel.getCamelContext().resolvePropertyPlaceholders(known.getDefaultValue()))
                .findFirst();
    }

    /** Binds a bounded thread pool that routes can use; it is closed with everything else. */
    void bindPool(String name, int size) {
        AtomicInteger count = new AtomicInteger();
        ExecutorService pool =
                Executors.newFixedThreadPool(size, task -> new Thread(task, name + "-" + count.incrementAndGet()));
        closing(pool::shutdownNow);
        bind(name, pool);
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes everything registered with {@link #closing}, in reverse order. */
    void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("Could not close {}", resource, e);
            }
        }
    }
}
