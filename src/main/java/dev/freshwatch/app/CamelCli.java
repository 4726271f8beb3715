package dev.freshwatch.app;

import dev.freshwatch.files.PrivateFiles;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CliConnector;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the routes in force to Camel's own command line, which talks to a connector by files in {@code ~/.camel}.
 *
 * <p>Camel itself would start a connector in every context. Those of one process share their files, and a connector takes
 * their removal for a request to stop: the one of a former configuration would stop its successor. So there is never more
 * than one.
 */
final class CamelCli {

    private static final Logger LOG = LoggerFactory.getLogger(CamelCli.class);

    private static final String NEEDS =
            "camel-cli.enabled: there is no connector; put the jars of camel-cli-connector, camel-console and"
                    + " camel-management into lib/, or remove the key";

    private final Runnable end;
    private CliConnector connector;
    private CamelContext shown;

    /** @param end ends the watch: the command line was told to stop it */
    CamelCli(Runnable end) {
        this.end = end;
    }

    /** Keeps Camel from starting a connector in this context, which is not initialized yet. */
    static void quiet(CamelContext context) {
        CliConnectorFactory factory = factory(context);
        if (factory != null) {
            factory.setEnabled(false);
        }
    }

    /** @throws IllegalArgumentException if there is no connector on board */
    static void require(CamelContext context) {
        if (factory(context) == null) {
            throw new IllegalArgumentException(NEEDS);
        }
    }

    private static CliConnectorFactory factory(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(CliConnectorFactory.class);
    }

    /** Shows the routes of this context, in place of those that were shown before. */
    synchronized void show(CamelContext context) {
        hide();
        Path home = Path.of(System.getProperty("user.home"));
        Path folder = home.resolve(".camel");
        try {
            refuseForeign(home, folder);
        } catch (IOException e) {
            LOG.warn("Camel's command line cannot be served: {}", e.getMessage());
            return;
        }
        CliConnectorFactory factory = factory(context);
        factory.setEnabled(true);
        connector = factory.createConnector();
        CamelContextAware.trySetCamelContext(connector, context);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                stopped(stopping);
            }
        });
        ServiceHelper.startService(connector);
        shown = context;
        LOG.info("Camel's command line can see and change the routes, by files in {}", folder);
    }

    /** Whoever can write there can have any route run. */
    private static void refuseForeign(Path home, Path folder) throws IOException {
        if (!Files.isWritable(home) && !Files.isDirectory(folder)) {
            throw new IOException(home + ", the home of this user, is not there or cannot be written");
        }
        PrivateFiles.makeFolder(folder);
        if (PrivateFiles.isOpenToOthers(folder)
                || PrivateFiles.foreignOwner(folder).isPresent()) {
            throw new IOException(folder + " is not for this user alone; run: chmod 700 " + folder);
        }
    }

    /** Only what was not hidden before is stopped from outside. */
    private void stopped(CamelContext context) {
        if (isShown(context)) {
            LOG.info("Camel's command line stops the watch");
            end.run();
        }
    }

    private synchronized boolean isShown(CamelContext context) {
        return shown == context;
    }

    /** The routes that the command line has stopped, so that what they watch is not watched. */
    synchronized List<String> stoppedRoutes() {
        if (shown == null) {
            return List.of();
        }
        return shown.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getAutoStartup() == null)
                .map(RouteDefinition::getRouteId)
                .filter(id -> !MonotonicTimerComponent.isByPolicy(shown.getRoute(id)))
                .filter(id -> !isStarted(shown.getRouteController().getRouteStatus(id)))
                .toList();
    }

    /** @param status null = the route is gone */
    private static boolean isStarted(ServiceStatus status) {
        return status != null && status.isStarted();
    }

    /** Shows nothing any more, if it is these routes that are shown. */
    synchronized void hide(CamelContext context) {
        if (shown == context) {
            hide();
        }
    }

    /** Shows nothing any more. */
    synchronized void hide() {
        if (connector != null) {
            shown = null;
            ServiceHelper.stopAndShutdownService(connector);
            connector = null;
        }
    }
}
