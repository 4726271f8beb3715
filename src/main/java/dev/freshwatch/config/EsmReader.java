package dev.freshwatch.config;

import dev.freshwatch.config.EsmSettings.Alarms;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.EsmSettings.Watch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the keys {@code esm.<name>.…}. */
final class EsmReader {

    private static final String PREFIX = "esm.";

    /** The name becomes part of check ids. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private static final Duration QUICK = Duration.ofMinutes(1);

    private final Values values;
    private final Report report;
    private final WatchReader watches;
    private final TlsReader tls;

    EsmReader(Values values, Report report, TlsReader tls) {
        this.values = values;
        this.report = report;
        this.watches = new WatchReader(values, report);
        this.tls = tls;
    }

    /** All ESMs, sorted by name. */
    List<EsmSettings> read() {
        Map<String, Entry> names = values.names(PREFIX);
        List<EsmSettings> esms = new ArrayList<>();
        names.forEach((name, first) -> {
            if (NAME.matcher(name).matches()) {
                esms.add(read(name));
            } else {
                report.fault(
                        first.where(),
                        first.key(),
                        "has a name that cannot be used",
                        "name the ESM with letters, digits, dashes and underscores, at most 63 of them");
            }
        });
        return esms;
    }

    private EsmSettings read(String name) {
        URI url = values.require(Keys.ESM_URL, name);
        if (url != null && Exposures.isOpen(url)) {
            warn(Keys.ESM_URL.of(name), "http:// sends user and password in clear text; use https://");
        }
        Watch alarms = watches.read(Keys.ALARMS_WARN, Keys.ALARMS_ERROR, Keys.ALARMS_WINDOW, name);
        String assignedTo = values.get(Keys.ALARMS_ASSIGNED_TO, name);
        Watch events = watches.read(Keys.EVENTS_WARN, Keys.EVENTS_ERROR, Keys.EVENTS_WINDOW, name);
        boolean eventsEnabled = values.get(Keys.EVENTS_ENABLED, name);
        boolean all = values.get(Keys.RECEIVERS_ALL, name);
        List<Receiver> receivers = receivers(name, events);
        Duration every = values.get(Keys.ESM_EVERY, name);
        EsmSettings esm = new EsmSettings(
                name,
                url,
                values.require(Keys.ESM_USERNAME, name),
                values.require(Keys.ESM_PASSWORD, name),
                values.get(Keys.ESM_LOGIN, name),
                every,
                values.get(Keys.ESM_ZONE, name),
                values.get(Keys.ESM_DATE_FORMAT, name),
                tls.read(Keys.ESM_TLS, name),
                values.get(Keys.ESM_REQUEST_TIMEOUT, name),
                values.get(Keys.ESM_QUERY_TIMEOUT, name),
                values.get(Keys.ESM_MAX_QUERIES, name),
                values.get(Keys.ESM_MAX_QUERIES_PER_HOUR, name).orElse(null),
                values.get(Keys.ESM_BULK, name),
                values.get(Keys.ALARMS_ENABLED, name) ? new Alarms(alarms, assignedTo) : null,
                eventsEnabled ? events : null,
                all,
                receivers,
                values.get(Keys.CLOCK_ERROR, name));
        warnOfLoad(esm);
        warnOfNoReceivers(name, eventsEnabled, all, receivers.size());
        return esm;
    }

    /** In the order in which they are written. */
    private List<Receiver> receivers(String name, Watch events) {
        Map<String, Entry> ids = new LinkedHashMap<>();
        for (Entry entry : values.entries()) {
            String[] parts = entry.key().split("\\.", -1);
            if (Keys.isReceiver(entry.key()) && parts[1].equals(name)) {
                ids.putIfAbsent(parts[3], entry);
            }
        }
        Map<Long, Entry> known = new LinkedHashMap<>();
        List<Receiver> receivers = new ArrayList<>();
        ids.forEach((text, first) -> {
            long id = deviceId(text, first);
            Entry same = known.putIfAbsent(id, first);
            if (id > 0 && same != null) {
                report.fault(
                        first.where(),
                        first.key(),
                        String.format(
                                Locale.ROOT,
                                "is the same Receiver as %s in %s",
                                same.key(),
                                same.where().brief()),
                        "each id can occur only once; remove one of them");
            }
            String shown = values.get(Keys.RECEIVER_NAME, name, text);
            receivers.add(new Receiver(id, shown, watches.receiver(events, name, text)));
        });
        return receivers;
    }

    /** Zero if it is not a valid id, which is reported. */
    private long deviceId(String text, Entry first) {
        try {
            long id = text.matches("\\d+") ? Long.parseLong(text) : 0;
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Longer than 64 bits: as invalid as letters.
        }
        report.fault(
                first.where(),
                first.key(),
                String.format(Locale.ROOT, "'%s' is not a device id", text),
                "write the number that ./freshwatch devices shows, such as 144116287587483648");
        return 0;
    }

    private void warnOfLoad(EsmSettings esm) {
        boolean all = esm.events() != null && esm.allReceivers();
        EsmLoad load = EsmLoad.of(esm);
        if (load.isMoreThanAllowed()) {
            warn(
                    Keys.ESM_MAX_QUERIES_PER_HOUR.of(esm.name()),
                    String.format(
                            Locale.ROOT,
                            "%d Receivers every %s take %d event queries an hour; those that are not queried in a cycle are unknown",
                            load.receivers(),
                            Durations.text(esm.every()),
                            load.of(esm.every(), null).mostQueries()));
        }
        if (esm.every().compareTo(QUICK) >= 0) {
            return;
        }
        int receivers = load.receivers();
        String known = receivers == 0 ? "" : " for " + receivers + (receivers == 1 ? " Receiver" : " Receivers");
        String more = all
                ? String.format(
                        Locale.ROOT,
                        ", and up to %d more for each Receiver without its own settings",
                        load.forAnotherInMinute())
                : "";
        warn(
                Keys.ESM_EVERY.of(esm.name()),
                String.format(
                        Locale.ROOT,
                        "a cycle every %s sends this ESM up to %d requests a minute%s%s",
                        Durations.text(esm.every()),
                        load.mostRequestsInMinute(all),
                        known,
                        more));
    }

    private void warnOfNoReceivers(String name, boolean enabled, boolean all, int receivers) {
        if (enabled && !all && receivers == 0) {
            warn(
                    Keys.RECEIVERS_ALL.of(name),
                    String.format(
                            Locale.ROOT,
                            "no Receiver is watched; write esm.%s.receivers=all, or esm.%s.receiver.<id>.name=…",
                            name,
                            name));
        }
        if (!enabled && (all || receivers > 0)) {
            warn(Keys.EVENTS_ENABLED.of(name), "no Receiver is watched while this is false");
        }
    }

    private void warn(String key, String message) {
        report.warn(values.whereOf(key), key, message);
    }
}
