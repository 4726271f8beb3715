package dev.freshwatch.config;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.freshness.CheckId;
import java.util.Map;

/**
 * {@code alert.…}: when people are told.
 *
 * @param all where a platform has no lines of its own
 * @param own by platform, such as {@code esm/soc}
 */
public record AlertSettings(AlertPolicy all, Map<String, AlertPolicy> own) {

    public AlertSettings {
        own = Map.copyOf(own);
    }

    /** When people are told of this check. */
    public AlertPolicy of(CheckId check) {
        return own.getOrDefault(check.platform(), all);
    }
}
