package dev.freshwatch.app;

import dev.freshwatch.route.NoMoreLookups;
import dev.freshwatch.route.QuietFailures;
import java.util.List;

/** The modules of an application, and their common Camel context. */
final class AppModules implements AutoCloseable {

    private final CamelAssembly assembly;
    private final List<AppModule> modules;

    /** The order of the modules applies to each step of the start and to the end. */
    AppModules(CamelAssembly assembly, List<AppModule> modules) {
        this.assembly = assembly;
        this.modules = List.copyOf(modules);
    }

    /** Reads the route files and creates routes from templates. */
    void bind() throws Exception {
        for (AppModule module : modules) {
            module.bind();
        }
        assembly.camel().init();
        for (AppModule module : modules) {
            module.addRoutes();
        }
        QuietFailures.ofSinks(assembly.model().getRouteDefinitions());
    }

    void begin(WatchContext watch) throws Exception {
        for (AppModule module : modules) {
            module.begin(watch);
        }
    }

    void start() {
        assembly.camel().start();
        NoMoreLookups.in(assembly.camel().getCamelContext());
        modules.forEach(AppModule::started);
    }

    /** Creates all routes and what they refer to, and starts none of them. */
    void prepare() {
        assembly.camel().configure().setAutoStartup(false);
        assembly.camel().getCamelContext().setAutoStartup(false);
        assembly.camel().start();
    }

    void takeOver() throws Exception {
        for (AppModule module : modules) {
            module.takeOver();
        }
    }

    void started() {
        NoMoreLookups.in(assembly.camel().getCamelContext());
        modules.forEach(AppModule::started);
    }

    void handedOver(ActiveConfig successor) {
        modules.forEach(module -> module.handedOver(successor));
    }

    /** Can be called at any stage of the start. */
    @Override
    public void close() {
        modules.forEach(AppModule::ending);
        assembly.camel().stop();
        assembly.closeAll();
    }
}
