package dev.freshwatch.app;

/** Where the configuration of a watch is read from; read again at each reload. */
@FunctionalInterface
public interface ConfigSource {

    /** @throws RefusedConfig with all faults */
    WatchConfig read() throws RefusedConfig;
}
