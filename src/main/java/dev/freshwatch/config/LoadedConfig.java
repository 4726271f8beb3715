package dev.freshwatch.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A valid configuration.
 *
 * @param warnings     shown at each start
 * @param placeholders what routes can use as <code>{{key}}</code>: every plain key with its value or its default,
 *                     paths absolute, and the keys of a user's own that a route uses. Our own secrets are never among
 *                     them; a user's own key is, whatever it holds
 * @param camel        the keys that begin with {@code camel.}, as they were written
 * @param secrets      what {@code secret.<name>} holds, by its whole key; only for services that name the key
 * @param sources      where our own secrets come from: not for routes
 * @param inForce      which settings apply to a check, to be shown
 */
public record LoadedConfig(
        Settings settings,
        List<Warning> warnings,
        Map<String, String> placeholders,
        Map<String, String> camel,
        Map<String, Secret> secrets,
        SecretSources sources,
        SettingsInForce inForce) {

    /** Returns the same configuration with these warnings added. */
    public LoadedConfig warning(List<Warning> more) {
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new LoadedConfig(settings, List.copyOf(all), placeholders, camel, secrets, sources, inForce);
    }

    LoadedConfig with(Settings other) {
        return new LoadedConfig(other, warnings, placeholders, camel, secrets, sources, inForce);
    }

    LoadedConfig with(Map<String, String> known) {
        return new LoadedConfig(settings, warnings, Map.copyOf(known), camel, secrets, sources, inForce);
    }

    /** Shows no values: an operator's own keys may be secrets. */
    @Override
    public String toString() {
        return "Loaded[" + settings + "]";
    }
}
