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
     * This configuration is the one in force from now on: what it shares with the one before it goes by it. Once more where
     * a successor could not take over.
     */
    default void takeOver() throws Exception {}

    /** Everything runs. */
    default void started() {}

    /** This configuration has taken over from us: what it goes on using is not ended here. */
    default void handedOver(ActiveConfig successor) {}

    /** The end begins, after whatever of the above: abandons what is under way. Camel runs on until all have done so. */
    default void ending() {}
}
