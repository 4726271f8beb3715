package dev.freshwatch.app;

/** Where the configuration of a watch is read from, anew at each reload. */
@FunctionalInterface
public interface ConfigSource {

    /** @throws RefusedConfig with all faults */
    WatchConfig read() throws RefusedConfig;
}
