package dev.freshwatch.app;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.AlertStateMachine;
import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.AlertTracker.Surroundings;
import dev.freshwatch.alert.CheckInterval;
import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.store.TransactionPolicy;
import java.util.UUID;
import java.util.function.Supplier;

/** The judging of answers and the tracking of alerts, with what these need to know about the platforms. */
record AlertModule(CamelAssembly assembly, Platforms platforms, ServiceModule services, ClockStepDetector clockSteps)
        implements AppModule {

    /** Creates the tracker, which decides when notices are sent. Call once per configuration. */
    AlertTracker tracker() {
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        Surroundings around = new Surroundings(
                assembly.origin(),
                newId,
                this::host,
                this::policy,
                this::interval,
                assembly.settings().maintenances(),
                finding -> assembly.loaded().inForce().of(finding.check()));
        return new AlertTracker(new AlertStateMachine(newId), clockSteps, around);
    }

    @Override
    public void bind() {
        assembly.bind(
                "freshnessCheck",
                assembly.node().leases().isEmpty()
                        ? new FreshnessCheck()
                        : new OwnAnswers(answer -> assembly.node().isOurs(answer, services.services()::has)));
    }

    @Override
    public void begin(WatchContext watch) {
        assembly.bind("oneTransaction", new TransactionPolicy(watch.store()));
        if (assembly.node().leases().isPresent()) {
            watch.tracking().namespaces(check -> ClusterNode.namespace(check, services.services()::has));
        }
        watch.tracking().onUnconfirmed(watch.scheduler()::lookAgain);
        assembly.bind("alertTracking", watch.tracking());
    }

    /** Null if there is none. */
    private String host(CheckId check) {
        return platforms
                .of(check)
                .map(PlatformModule::host)
                .or(() -> services.services().host(check))
                .orElse(null);
    }

    /** Null if the interval is not known. */
    private CheckInterval interval(CheckId check) {
        return platforms
                .of(check)
                .map(platform -> new CheckInterval(platform.every(), platform.longestCycle()))
                .or(() -> services.services().every(check).map(every -> new CheckInterval(every, every)))
                .orElse(null);
    }

    /** Freshwatch's own checks need no second observation. */
    private AlertPolicy policy(CheckId check) {
        AlertPolicy policy = assembly.settings().alerts().of(check);
        return check.value().startsWith("freshwatch/") ? policy.withConfirm(1, 1) : policy;
    }
}
