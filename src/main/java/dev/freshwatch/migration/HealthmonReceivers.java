package dev.freshwatch.migration;

import dev.freshwatch.config.Window;
import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.IniFile.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options {@code query_<name> = <device id>,<minutes>}. */
final class HealthmonReceivers {

    static final String PREFIX = "query";

    /** {@code query_erc:1 = 144…,20}: Python takes the name up to the first delimiter, and the rest for the value. */
    private static final Pattern BROKEN_NAME = Pattern.compile("(.*?)\\s*[=:]\\s*(\\d{1,19})");

    private final String file;
    private final ImportDraft draft;
    private final HealthmonLimits limits;
    private final Optional<Window> window;
    private final List<Found> found = new ArrayList<>();
    private final Map<Long, Integer> lines = new HashMap<>();

    /** @param window the old one; empty where it is not known */
    HealthmonReceivers(String file, ImportDraft draft, HealthmonLimits limits, Optional<Window> window) {
        this.file = file;
        this.draft = draft;
        this.limits = limits;
        this.window = window;
    }

    /**
     * A Receiver.
     *
     * @param name  empty where there is none that can be written
     * @param limit null = the default
     */
    private record Found(Option option, long id, String name, Duration limit) {}

    /** Takes up one option. */
    void read(Option option) {
        Place at = new Place(file, option.line());
        String[] parts = option.value().split(",", -1);
        if (parts.length != 2) {
            draft.fault(
                    at,
                    option.name() + ": it is not <device id>,<minutes>, and healthmon.py stopped here, so the Receivers"
                            + " behind it were not watched");
            draft.dropped(at, option.name() + ": " + how());
            return;
        }
        String name = option.name().substring(PREFIX.length()).replaceFirst("^_", "");
        String id = parts[0].strip();
        Matcher broken = BROKEN_NAME.matcher(id);
        if (id.length() < 1000 && broken.matches()) {
            draft.fault(
                    at,
                    option.name()
                            + ": the name holds a : or =, where Python ends it, so healthmon.py asked for a device"
                            + " that does not exist, and said nothing");
            name = name + ":" + broken.group(1);
            id = broken.group(2);
        } else if (!parts[0].equals(id)) {
            draft.fault(at, option.name() + ": healthmon.py took the blank for a part of the id, and found no device");
        }
        take(option, at, name, id, parts[1]);
    }

    private void take(Option option, Place at, String name, String id, String minutes) {
        long number = id(id);
        if (number <= 0) {
            draft.dropped(at, option.name() + ": it does not name the device by its id; " + how());
            return;
        }
        Integer first = lines.putIfAbsent(number, option.line());
        if (first != null) {
            draft.dropped(at, option.name() + ": it is the same Receiver as in line " + first);
            return;
        }
        Duration limit = limits.minutes(minutes, at, option.name()).orElse(null);
        found.add(new Found(option, number, PropertiesText.isLiteral(name) ? name : "", limit));
    }

    private static String how() {
        return "find the number with freshwatch devices, and write " + HealthmonImport.ESM
                + ".receiver.<id>.name = <name>";
    }

    private static long id(String text) {
        try {
            return text.matches("\\d{1,19}") ? Long.parseLong(text) : 0;
        } catch (NumberFormatException e) {
            // Beyond 64 bits: as wrong as letters.
            return 0;
        }
    }

    /** The shortest window that at least one Receiver needs; Freshwatch itself looks wider for the others. */
    Window window() {
        return found.stream()
                .map(receiver -> receiver.limit() == null ? Duration.ofMinutes(20) : limits.atMost(receiver.limit()))
                .map(HealthmonLimits::toSee)
                .min(Window::compareTo)
                .orElse(Window.LAST_HOUR);
    }

    /** Writes the keys. */
    void write() {
        if (!found.isEmpty()) {
            draft.dropped(
                    new Place(file, found.get(0).option().line()),
                    "how the names of the Receivers are written: healthmon.py has made them small, with _ for a blank;"
                            + " freshwatch devices shows the real ones");
        }
        for (Found receiver : found) {
            String key = String.format(Locale.ROOT, "%s.receiver.%d", HealthmonImport.ESM, receiver.id());
            Option option = receiver.option();
            Place at = new Place(file, option.line());
            if (!receiver.name().isEmpty()) {
                draft.set(key + ".name", receiver.name());
            }
            draft.carried(
                    at,
                    receiver.name().isEmpty()
                            ? option.name() + " -> " + key + "; it has no name"
                            : option.name() + " -> " + key + ".name = " + receiver.name());
            if (receiver.limit() != null) {
                limits.carry(option, option.name(), key + ".error-after", receiver.limit(), window);
            } else if (receiver.name().isEmpty()) {
                draft.set(key + ".error-after", "20m");
            }
        }
    }
}
