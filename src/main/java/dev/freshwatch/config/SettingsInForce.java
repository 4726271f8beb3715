package dev.freshwatch.config;

import dev.freshwatch.alert.AppliedSetting;
import dev.freshwatch.freshness.CheckId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells which settings apply to a check, and from which key or default each comes. Only for keys that are no secrets.
 *
 * @param values  the values of plain keys as text, defaults included
 * @param written the keys that the configuration sets itself, with the place where each is set
 */
public record SettingsInForce(Map<String, String> values, Map<String, String> written) {

    public SettingsInForce {
        values = Map.copyOf(values);
        written = Map.copyOf(written);
    }

    /** Shows no values: a user's own keys may hold secrets. */
    @Override
    public String toString() {
        return "SettingsInForce[" + written.size() + " keys written]";
    }

    /** Puts the place of its key before a fault that begins with a key: {@code web.port: …}; others stay as they are. */
    public String located(String fault) {
        String place = written.get(fault.split(": ", 2)[0]);
        return place == null ? fault : place + ": " + fault;
    }

    /** Returns the settings of this check in the order in which they are shown; settings that are not set are left out. */
    public List<AppliedSetting> of(CheckId check) {
        String[] parts = check.value().split("/");
        List<AppliedSetting> settings = new ArrayList<>();
        String platform = parts[0] + "." + parts[1] + ".";
        String what = parts.length > 2 ? parts[2] : "";
        switch (parts[0]) {
            case "esm" -> ofEsm(settings, platform, what, parts.length > 3 ? parts[3] : "");
            case "misp" -> ofMisp(settings, platform, what);
            default -> {
                if (check.value().startsWith("freshwatch/sink/")) {
                    add(settings, "report-after", "outbox.report-after");
                } else if (check.value().startsWith("freshwatch/node/")) {
                    add(settings, "report-after", "cluster.report-after");
                }
            }
        }
        for (String name : List.of("confirm", "recover", "remind-every", "unknown-after")) {
            add(settings, name, platform + "alert." + name, "alert." + name);
        }
        return List.copyOf(settings);
    }

    private void ofEsm(List<AppliedSetting> settings, String esm, String what, String device) {
        switch (what) {
            case "alarms" -> {
                add(settings, "warn-after", esm + "alarms.warn-after");
                add(settings, "error-after", esm + "alarms.error-after");
                add(settings, "window", esm + "alarms.window");
            }
            case "events" -> {
                String receiver = esm + "receiver." + device + ".";
                add(settings, "warn-after", receiver + "warn-after", esm + "events.warn-after");
                add(settings, "error-after", receiver + "error-after", esm + "events.error-after");
                add(settings, "window", esm + "events.window");
            }
            case "clock" -> add(settings, "error-after", esm + "clock.error-after");
            default -> {}
        }
        add(settings, "every", esm + "every");
    }

    private void ofMisp(List<AppliedSetting> settings, String misp, String what) {
        switch (what) {
            case "page", "rest" -> {
                add(settings, "slow-after", misp + what + ".slow-after");
                add(settings, "down-after", misp + what + ".down-after");
            }
            case "events" -> add(settings, "error-after", misp + "events.error-after");
            case "key" -> add(settings, "warn-before", misp + "key.warn-before");
            case "workers" -> add(settings, "heal", misp + "heal.enabled");
            default -> {}
        }
        add(settings, "every", misp + "every");
    }

    /** @param keys from the one that counts most to the one whose default applies where none is written */
    private void add(List<AppliedSetting> settings, String name, String... keys) {
        for (String key : keys) {
            if (written.containsKey(key) && values.containsKey(key)) {
                settings.add(new AppliedSetting(name, values.get(key), key));
                return;
            }
        }
        String last = keys[keys.length - 1];
        if (values.containsKey(last)) {
            settings.add(new AppliedSetting(name, values.get(last), "default of " + last));
        }
    }
}
