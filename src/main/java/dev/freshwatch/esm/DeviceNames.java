package dev.freshwatch.esm;

import dev.freshwatch.freshness.PlainText;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which Receiver a name belongs to: the rows of last events have nothing else. Names that differ only in case or blanks
 * count as equal, and a name that several devices have belongs to none.
 */
final class DeviceNames {

    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** Device by plain name; null = several have it. */
    private final Map<String, Long> devices = new HashMap<>();

    /** A device and its name. */
    record Named(long id, String name) {}

    /** @param all Receivers and their data sources; a device may occur several times */
    DeviceNames(Collection<Named> all) {
        for (Named device : all) {
            String name = plain(device.name());
            if (devices.containsKey(name)) {
                Long known = devices.get(name);
                devices.put(name, known != null && known == device.id() ? known : null);
            } else {
                devices.put(name, device.id());
            }
        }
    }

    /** Returns the text by which names are compared. */
    static String plain(String name) {
        return BLANKS.matcher(PlainText.name(name)).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the rows whose device is known, by device; names that occur in several rows are left out. */
    Map<Long, LastEventRow> assign(List<LastEventRow> rows) {
        Map<Long, LastEventRow> assigned = new HashMap<>();
        Set<String> twice = new HashSet<>();
        Set<String> once = new HashSet<>();
        for (LastEventRow row : rows) {
            String name = plain(row.name());
            Long device = devices.get(name);
            if (!once.add(name)) {
                twice.add(name);
            } else if (device != null && !name.isEmpty()) {
                assigned.put(device, row);
            }
        }
        assigned.keySet()
                .removeAll(twice.stream()
                        .map(devices::get)
                        .filter(device -> device != null)
                        .collect(Collectors.toSet()));
        return assigned;
    }
}
