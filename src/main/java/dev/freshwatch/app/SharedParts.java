package dev.freshwatch.app;

import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.outbox.SinkRelay;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.schedule.CycleScheduler;

/**
 * What the configurations of one watch share, one after the other.
 *
 * @param startup  holds the store
 * @param requests to platforms
 * @param relay    between the outboxes
 * @param samples  the history of the checks
 * @param cli      shows the routes to Camel's own command line
 * @param node     this process as a node of a cluster, or alone
 */
record SharedParts(
        StartupResources startup,
        CycleScheduler scheduler,
        RequestCounts requests,
        WatchHealth health,
        SinkRelay relay,
        SecretWatch secrets,
        ClockStepDetector clockSteps,
        SampleStore samples,
        CamelCli cli,
        ClusterNode node) {}
