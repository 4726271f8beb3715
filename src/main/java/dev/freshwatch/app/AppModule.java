package dev.freshwatch.app;

/**
 * One room's part of the application: the beans that its routes call by name, the routes that are made of its templates,
 * and its timers. The methods are called in the order in which they stand here, each for all modules before the next.
 */
interface AppModule {

    /** Binds what the route files name. They are not read yet. */
    default void bind() throws Exception {}

    /** The route files are read: makes routes of their templates, and what these call. Waits for nothing. */
    default void addRoutes() throws Exception {}

    /** In a watch, once its store is open: binds what needs the store, and adds what begins by itself. */
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
