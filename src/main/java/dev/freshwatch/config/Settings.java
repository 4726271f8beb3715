package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole configuration, validated.
 *
 * @param directory    the folder of {@code application.properties}, absolute
 * @param instanceName {@code instance.name}: the name of this instance; default the host name
 * @param esms         sorted by name
 * @param misps        sorted by name
 * @param proxies      who is called through which proxy
 * @param reports      {@code push.folder}: where jobs report in, absolute
 * @param alerts       {@code alert.…}: when notices are sent
 * @param maintenances {@code silence.<name>.…}, sorted by name
 * @param drill        null = no scheduled drills
 * @param web          null = disabled
 * @param heartbeat    null = none
 * @param camelCli     {@code camel-cli.enabled}: whether Camel's own command line may see and change the routes
 * @param cluster      null = this process is alone
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
        boolean camelCli,
        ClusterSettings cluster,
        Log log) {

    /**
     * {@code outbox.…}
     *
     * @param maxPause    the longest pause between two attempts
     * @param keepFor     how long delivery of a notice is attempted
     * @param reportAfter a sink that has failed this long is reported as a problem
     */
    public record Outbox(Duration maxPause, Duration keepFor, Duration reportAfter) {}

    /**
     * {@code log.…}
     *
     * @param level one of error, warn, info, debug, trace
     */
    public record Log(String level, boolean json) {}
}
