package dev.freshwatch.app;

import dev.freshwatch.cluster.LeaseClusterService;
import dev.freshwatch.schedule.MasterUri;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;

/** Starts and stops the routes of a configuration when it takes over from another one, and when it is left for another one. */
final class RouteStarts {

    /** Schemes within the application: what was started there is completed through them. */
    private static final Set<String> INNER = Set.of("direct", "seda", "timer", "outbox");

    /** How long to wait for what an operator's own route has started. */
    private static final int OWN_ROUTE_SECONDS = 5;

    private final CamelContext context;
    private final LeaseClusterService cluster;
    private final List<String> stopped = new ArrayList<>();

    RouteStarts(CamelContext context, LeaseClusterService cluster) {
        this.context = context;
        this.cluster = cluster;
    }

    /** Starts all routes that are to start; those that begin by themselves find those that they call. */
    void start(List<RouteDefinition> routes) throws Exception {
        List<String> beginning = new ArrayList<>();
        for (RouteDefinition route : routes) {
            boolean starts = route.getAutoStartup() == null
                    || Boolean.parseBoolean(context.resolvePropertyPlaceholders(route.getAutoStartup()));
            if (starts && route.getInput().getEndpointUri().startsWith("direct:")) {
                context.getRouteController().startRoute(route.getRouteId());
            } else if (starts && !MonotonicTimerComponent.isByPolicy(context.getRoute(route.getRouteId()))) {
                beginning.add(route.getRouteId());
            }
        }
        cluster.begin();
        for (String route : beginning) {
            context.getRouteController().startRoute(route);
        }
    }

    /** Stops what begins by itself and is not a timer; what is under way continues. */
    void leave() throws Exception {
        cluster.leave();
        for (Route route : context.getRoutes()) {
            String scheme =
                    MasterUri.beneath(route.getEndpoint().getEndpointUri()).split(":", 2)[0];
            if (!INNER.contains(scheme)
                    && context.getRouteController()
                            .getRouteStatus(route.getId())
                            .isStarted()) {
                stopped.add(route.getId());
                context.getRouteController().stopRoute(route.getId(), OWN_ROUTE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Starts again what {@link #leave} has stopped; only then what is claimed is complete again. */
    void stay() throws Exception {
        try {
            for (String route : stopped) {
                context.getRouteController().startRoute(route);
            }
            stopped.clear();
        } finally {
            cluster.begin();
        }
    }
}
