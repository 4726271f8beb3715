package dev.freshwatch.app;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.health.NodeChecks;
import dev.freshwatch.outbox.OutboxComponent;
import java.util.Set;

/**
 * The checks that a configuration makes.
 *
 * @param sinks the sinks that are switched on
 */
record ConfiguredChecks(Settings settings, Platforms platforms, ServiceModule services, Set<String> sinks) {

    /** Whether this check is made; true for checks of Freshwatch itself, and for those that only a route could know. */
    boolean includes(CheckId check) {
        String[] parts = check.value().split("/");
        return switch (parts[0]) {
            case "esm" ->
                settings.esms().stream()
                        .filter(esm -> esm.name().equals(parts[1]))
                        .anyMatch(esm -> isMadeOf(esm, check));
            case "misp" ->
                platforms.of(check).stream()
                        .flatMap(misp -> misp.questions(CheckFilter.ALL).stream())
                        .anyMatch(question -> question.check().equals(check));
            case "service" -> services.services().has(check);
            default ->
                check.value().startsWith(NodeChecks.CHECK)
                        ? settings.cluster() != null
                        : !check.value().startsWith(OutboxComponent.CHECK)
                                || sinks.contains(check.value().substring(OutboxComponent.CHECK.length()));
        };
    }

    /** With {@code receivers = all} any Receiver may be there. */
    private static boolean isMadeOf(EsmSettings esm, CheckId check) {
        String[] parts = check.value().split("/");
        return switch (parts.length < 3 ? "" : parts[2]) {
            case "session", "clock" -> true;
            case "alarms" -> esm.alarms() != null;
            case "events" ->
                esm.events() != null
                        && (esm.allReceivers()
                                || esm.receivers().stream().anyMatch(receiver -> check.value()
                                        .endsWith("/events/" + receiver.deviceId())));
            default -> false;
        };
    }
}
