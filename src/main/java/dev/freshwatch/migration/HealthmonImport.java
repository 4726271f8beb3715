package dev.freshwatch.migration;

import dev.freshwatch.config.Window;
import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.IniFile.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A {@code healthmon.ini} of ESM_Healthmon: the limits for alarms and for the events of each Receiver. */
final class HealthmonImport {

    static final String SECTION = "healthmon";

    /** One word for the ESM, as in all the documentation. */
    static final String ESM = "esm.soc";

    /** What Freshwatch takes where nothing is written. */
    private static final Duration ALARMS_LIMIT = Duration.ofMinutes(30);

    private final IniFile ini;
    private final ImportDraft draft = new ImportDraft();
    private final HealthmonLimits limits;
    private final Map<String, Option> options = new LinkedHashMap<>();

    private HealthmonImport(IniFile ini) throws ImportRefused {
        this.ini = ini;
        this.limits = new HealthmonLimits(ini.file(), draft);
        for (Option option : ini.options(SECTION)) {
            options.put(option.name(), option);
        }
    }

    /**
     * Reads it.
     *
     * @param ini  has the section {@link #SECTION}
     * @param conf of msiempy; null = not given
     */
    static ImportResult read(IniFile ini, IniFile conf) throws ImportRefused {
        return new HealthmonImport(ini).read(conf);
    }

    private ImportResult read(IniFile conf) throws ImportRefused {
        draft.heading("Imported from the healthmon.ini of ESM_Healthmon. All keys: docs/configuration.md");
        if (conf == null) {
            MsiempyConf.missing(draft, ESM, "url", "the URL of the ESM, https://…");
            MsiempyConf.missing(draft, ESM, "username", "the user of the ESM");
            draft.secret(ESM + ".password", "the password of the ESM's user");
            draft.step("or import again with --msiempy-conf ~/.msiem/conf.ini, which knows host and user");
        } else {
            new MsiempyConf(conf, draft, ESM).read();
        }
        alarms();
        events();
        others();
        draft.dropped(
                new Place(ini.file(), 0),
                "how often cron or a scheduled task ran healthmon.py: a cycle starts every 10 min, or every " + ESM
                        + ".every");
        draft.step("healthmon.py printed ALARM and ended with exit code 0: enable a sink, docs/sinks.md");
        return draft.result();
    }

    private Place at(Option option) {
        return new Place(ini.file(), option == null ? 0 : option.line());
    }

    private void alarms() {
        draft.heading("The newest alarm.");
        enabled("monitor_alarms", "alarms.enabled");
        // The first version of healthmon.py had another name for it.
        Option window = options.containsKey("alarm_window")
                ? options.remove("alarm_window")
                : options.remove("alarm_query_window");
        Option threshold = options.remove("alarm_threshold");
        Duration limit = limits.minutes(threshold, "alarm_threshold").orElse(null);
        if (limit != null) {
            limits.carry(threshold, "alarm_threshold", ESM + ".alarms.error-after", limit, limits.window(window));
        }
        window(
                window == null ? "alarm_window" : window.name(),
                window,
                ".alarms.window",
                HealthmonLimits.toSee(limit == null ? ALARMS_LIMIT : limits.atMost(limit)));
    }

    private void events() throws ImportRefused {
        draft.heading("The newest event of each Receiver.");
        Option monitor = options.get("monitor_queries");
        boolean on = enabled("monitor_queries", "events.enabled");
        Option window = options.remove("event_window");
        List<Option> queries = new ArrayList<>();
        options.values().stream()
                .filter(option -> option.name().startsWith(HealthmonReceivers.PREFIX))
                .forEach(queries::add);
        queries.forEach(query -> options.remove(query.name()));
        if (on) {
            Option where = window != null ? window : monitor;
            draft.fault(
                    at(where),
                    "healthmon.py asked for the oldest event of the window, so that a busy Receiver looked stale and a"
                            + " quiet one fresh; Freshwatch asks for the newest");
            draft.fault(
                    at(where),
                    "healthmon.py said nothing of a Receiver without any event in the window; here that is silent, and"
                            + " critical");
        }
        HealthmonReceivers receivers = new HealthmonReceivers(ini.file(), draft, limits, limits.window(window));
        queries.forEach(receivers::read);
        window("event_window", window, ".events.window", receivers.window());
        receivers.write();
        if (queries.isEmpty()) {
            draft.dropped(
                    at(monitor),
                    "no Receiver is named; find them with freshwatch devices, or write " + ESM + ".receivers = all");
        }
    }

    /** Whether it is on. The old tool took every word that begins with a t for true, and all others for false. */
    private boolean enabled(String name, String key) {
        Option option = options.remove(name);
        if (option == null) {
            draft.fault(at(null), name + ": it is missing, and healthmon.py stopped; it is on here, as by default");
            return true;
        }
        String text = option.value().strip();
        boolean was = text.toLowerCase(Locale.ROOT).startsWith("t");
        boolean meant = PythonText.truth(PythonText.withoutComment(text)).orElse(false);
        boolean on = was || meant;
        if (on && !was) {
            draft.fault(at(option), name + ": healthmon.py took all but true for false, so nothing was watched");
        }
        draft.set(ESM + "." + key, String.valueOf(on));
        draft.carried(at(option), name + " -> " + ESM + "." + key + " = " + on);
        return on;
    }

    /**
     * The window that is asked for.
     *
     * @param needed the shortest that shows a breach with its age
     */
    private void window(String name, Option option, String end, Window needed) {
        Optional<Window> old = limits.window(option);
        String key = ESM + end;
        if (old.isPresent() && old.get().compareTo(needed) >= 0) {
            draft.set(key, old.get().name());
            draft.carried(at(option), name + " -> " + key + " = " + old.get());
            return;
        }
        draft.set(key, needed.name());
        String used = key + " = " + needed + " is used";
        if (option == null) {
            draft.fault(at(null), name + ": it is missing, and healthmon.py stopped; " + used);
        } else if (old.isPresent()) {
            draft.dropped(at(option), name + ": " + old.get() + " is too short to see how old something is; " + used);
        } else {
            limits.tellOfWindow(option, name, used);
        }
    }

    /** What is left in the section, and other sections. */
    private void others() {
        for (Option option : options.values()) {
            String why =
                    switch (option.name()) {
                        case "alarm_query_window" -> "alarm_window counts, which is there too";
                        case "monitor_datasources" -> "healthmon.py never watched data sources";
                        default ->
                            option.name().matches("ds\\d.*|ds_.*")
                                    ? "healthmon.py never watched data sources, and a name is no id; freshwatch devices"
                                            + " lists the ids of Receivers"
                                    : "healthmon.py does not know it";
                    };
            draft.dropped(at(option), option.name() + ": " + why);
        }
        ini.sections().forEach((section, line) -> {
            if (!section.equals(SECTION)) {
                draft.dropped(new Place(ini.file(), line), "a section that healthmon.py does not read");
            }
        });
    }
}
