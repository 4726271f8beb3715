package dev.freshwatch;

import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.notice.AlertLimits;
import dev.freshwatch.notice.ClockSteps;
import dev.freshwatch.notice.Follow;
import dev.freshwatch.notice.Follow.Surroundings;
import dev.freshwatch.notice.LifeRules;
import dev.freshwatch.notice.Notice.Origin;
import dev.freshwatch.notice.Pace;
import dev.freshwatch.outbox.Following;
import dev.freshwatch.outbox.Uptime;
import dev.freshwatch.service.Services;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What follows the checks from cycle to cycle, with what it must know of their platforms. */
final class FollowWiring {

    private FollowWiring() {}

    /** This process, as the one that makes notices. */
    static Origin origin(Settings settings) {
        return new Origin(settings.instanceName(), ProcessHandle.current().pid());
    }

    static Following following(Settings settings, List<Platform> platforms, Services services, InstantSource clock) {
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        Surroundings around = new Surroundings(
                origin(settings),
                newId,
                check -> of(platforms, check)
                        .map(Platform::host)
                        .or(() -> services.host(check))
                        .orElse(null),
                check -> limits(settings, check),
                check -> of(platforms, check)
                        .map(platform -> new Pace(platform.every(), platform.longestCycle()))
                        .or(() -> services.every(check).map(every -> new Pace(every, every)))
                        .orElse(null),
                settings.maintenances());
        return new Following(new Follow(new LifeRules(newId), new ClockSteps(clock, new Uptime()), around));
    }

    /** What we know of ourselves needs no second look. */
    private static AlertLimits limits(Settings settings, CheckId check) {
        AlertLimits limits = settings.alerts().of(check);
        return check.value().startsWith("freshwatch/") ? limits.withConfirm(1, 1) : limits;
    }

    private static Optional<Platform> of(List<Platform> platforms, CheckId check) {
        return platforms.stream()
                .filter(platform -> check.platform().equals(platform.id()))
                .findFirst();
    }
}
