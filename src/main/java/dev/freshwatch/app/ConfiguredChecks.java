package dev.freshwatch.app;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.CheckId;

/** Which checks of an ESM a configuration asks for. */
final class ConfiguredChecks {

    private ConfiguredChecks() {}

    /** Where all Receivers are watched, any Receiver may be there. */
    static boolean makes(EsmSettings esm, CheckId check) {
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
