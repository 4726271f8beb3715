package dev.freshwatch.app;

/**
 * The part of the application for one package: the beans that its routes call by name, the routes made from its
 * templates, and its timers. The methods are called in the order in which they are declared, each for all modules
 * before the next.
 */
interface AppModule {

    /** Binds the beans that the route files name. The files are not read yet. */
    default void bind() throws Exception {}

    /** Called when the route files have been read: creates routes from their templates. Must not block. */
    default void addRoutes() throws Exception {}

    /** Only in a watch, when its store is open: binds what needs the store, and adds timers. */
    default void begin(WatchContext watch) throws Exception {}

    /**
     * This configuration is now in force: what it shares with its predecessor must follow this one. Called again if a
     * successor fails to take over.
     */
    default void takeOver() throws Exception {}

    /** Everything is running. */
    default void started() {}

    /** This configuration has taken over from ours: whatever it continues to use must not be closed here. */
    default void handedOver(ActiveConfig successor) {}

    /** The application is about to stop, at whatever stage: abandons what is under way. Camel stops after all modules. */
    default void ending() {}
}
