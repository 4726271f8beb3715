package dev.freshwatch.app;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.AlertStateMachine;
import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.AlertTracker.Surroundings;
import dev.freshwatch.alert.CheckInterval;
import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.TrackingStep;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.service.Services;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What follows the checks from cycle to cycle, with what it must know of their platforms. */
final class AlertModule {

    private AlertModule() {}

    static TrackingStep following(
            Settings settings, List<PlatformModule> platforms, Services services, InstantSource clock) {
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        Surroundings around = new Surroundings(
                CamelAssembly.origin(settings),
                newId,
                check -> of(platforms, check)
                        .map(PlatformModule::host)
                        .or(() -> services.host(check))
                        .orElse(null),
                check -> limits(settings, check),
                check -> of(platforms, check)
                        .map(platform -> new CheckInterval(platform.every(), platform.longestCycle()))
                        .or(() -> services.every(check).map(every -> new CheckInterval(every, every)))
                        .orElse(null),
                settings.maintenances());
        return new TrackingStep(
                new AlertTracker(new AlertStateMachine(newId), new ClockStepDetector(clock, new Uptime()), around));
    }

    /** What we know of ourselves needs no second look. */
    private static AlertPolicy limits(Settings settings, CheckId check) {
        AlertPolicy limits = settings.alerts().of(check);
        return check.value().startsWith("freshwatch/") ? limits.withConfirm(1, 1) : limits;
    }

    private static Optional<PlatformModule> of(List<PlatformModule> platforms, CheckId check) {
        return platforms.stream()
                .filter(platform -> check.platform().equals(platform.id()))
                .findFirst();
    }
}
