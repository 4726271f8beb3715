package dev.freshwatch.config;

import dev.freshwatch.alert.AlertPolicy;
import java.util.HashMap;
import java.util.Map;

/** Reads the keys {@code alert.…} and their overrides for single platforms. */
final class AlertReader {

    private final Values values;
    private final AlertPolicy all;
    private final Map<String, AlertPolicy> own = new HashMap<>();

    AlertReader(Values values) {
        this.values = values;
        AlertKeys keys = Keys.ALERT;
        this.all = new AlertPolicy(
                values.get(keys.confirm()),
                values.get(keys.confirmEvery()),
                values.get(keys.recover()),
                values.get(keys.remindEvery()),
                values.get(keys.unknownAfter()),
                values.get(keys.groupAt()),
                values.get(keys.flapping()));
    }

    /**
     * Reads the overrides of one platform.
     *
     * @param kind such as {@code esm}
     * @param name of the platform
     */
    void add(String kind, String name, AlertKeys keys) {
        AlertPolicy limits = new AlertPolicy(
                own(keys.confirm(), name, all.confirm()),
                own(keys.confirmEvery(), name, all.confirmEvery()),
                own(keys.recover(), name, all.recover()),
                own(keys.remindEvery(), name, all.remindEvery()),
                own(keys.unknownAfter(), name, all.unknownAfter()),
                own(keys.groupAt(), name, all.groupAt()),
                own(keys.flapping(), name, all.flapping()));
        if (!limits.equals(all)) {
            own.put(kind + "/" + name, limits);
        }
    }

    private <T> T own(Key<T> key, String name, T otherwise) {
        T value = values.get(key, name);
        return value == null ? otherwise : value;
    }

    AlertSettings settings() {
        return new AlertSettings(all, own);
    }
}
