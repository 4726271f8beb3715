package dev.freshwatch.config;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.freshness.CheckId;
import java.util.Map;

/**
 * {@code alert.…}: when notices are sent.
 *
 * @param all for platforms without their own settings
 * @param own by platform, such as {@code esm/soc}
 */
public record AlertSettings(AlertPolicy all, Map<String, AlertPolicy> own) {

    public AlertSettings {
        own = Map.copyOf(own);
    }

    /** The policy for this check. */
    public AlertPolicy of(CheckId check) {
        return own.getOrDefault(check.platform(), all);
    }
}
