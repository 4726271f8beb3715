package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole configuration, checked.
 *
 * @param directory    the folder that holds {@code application.properties}, absolute
 * @param instanceName {@code instance.name}: who we say we are; default the host name
 * @param esms         in the order of their names
 * @param misps        in the order of their names
 * @param proxies      who is called by which proxy
 * @param reports      {@code push.folder}: where jobs report in, absolute
 * @param alerts       {@code alert.…}: when people are told
 * @param maintenances {@code silence.<name>.…}, in the order of their names
 * @param drill        null = no drill comes by itself
 * @param web          null = switched off
 * @param heartbeat    null = none
 */
public record Settings(
        Path directory,
        String instanceName,
        List<EsmSettings> esms,
        List<MispSettings> misps,
        SinkSettings sinks,
        Proxies proxies,
        StateSettings state,
        Path reports,
        AlertSettings alerts,
        List<Maintenance> maintenances,
        Outbox outbox,
        DrillSettings drill,
        WebSettings web,
        HeartbeatSettings heartbeat,
        Log log) {

    /**
     * {@code outbox.…}
     *
     * @param maxPause the longest pause between two tries of a sink
     * @param keepFor  how long an undelivered notice is kept and tried
     * @param reportAfter a sink that has failed for so long is a problem itself
     */
    public record Outbox(Duration maxPause, Duration keepFor, Duration reportAfter) {}

    /**
     * {@code log.…}
     *
     * @param level one of error, warn, info, debug, trace
     */
    public record Log(String level, boolean json) {}
}
