package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the questions about the events of Receivers to a cycle. For one cycle at a time. */
final class ReceiverQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverQuestions.class);

    private final EsmSettings settings;
    private String namedAsLeftOut = "";

    ReceiverQuestions(EsmSettings settings) {
        this.settings = settings;
    }

    /** Whether this filter can match the check of a Receiver, as far as that is known without asking the ESM. */
    boolean mayMatch(CheckFilter only) {
        return settings.events() != null
                && ((settings.allReceivers() && only.mayMatchNumber(CheckId.of("esm", settings.name(), "events") + "/"))
                        || settings.receivers().stream().anyMatch(receiver -> mayMatch(only, receiver)));
    }

    private boolean mayMatch(CheckFilter only, Receiver receiver) {
        CheckId check = id(receiver.deviceId());
        return receiver.name() == null
                ? only.mayMatch(check)
                : only.matches(question(check, receiver.name(), receiver.watch()));
    }

    private static Question question(CheckId check, String name, Watch watch) {
        return new Question(check, name, "events", watch.limits());
    }

    /** @param list the Receivers of the ESM by device id; null = not known */
    void ask(EsmCycle cycle, CheckFilter only, Map<Long, Device> list) {
        if (settings.events() == null) {
            return;
        }
        for (Receiver receiver : settings.receivers()) {
            ask(cycle, only, receiver.deviceId(), receiver.name(), receiver.watch(), list);
        }
        if (!settings.allReceivers() || list == null) {
            return;
        }
        List<Device> leftOut = new ArrayList<>();
        for (Device device : list.values()) {
            if (cycle.isAsked(id(device.id()))
                    || settings.receivers().stream().anyMatch(receiver -> receiver.deviceId() == device.id())) {
                continue;
            }
            if (device.isDisabled()) {
                leftOut.add(device);
            } else {
                ask(cycle, only, device.id(), null, settings.events(), list);
            }
        }
        String names = DeviceList.names(leftOut);
        if (!names.equals(namedAsLeftOut)) {
            namedAsLeftOut = names;
            LOG.info(
                    "ESM {}: disabled there and therefore not watched: {}",
                    settings.name(),
                    names.isEmpty() ? "-" : names);
        }
    }

    private void ask(EsmCycle cycle, CheckFilter only, long id, String ownName, Watch watch, Map<Long, Device> list) {
        CheckId check = id(id);
        Device device = list == null ? null : list.get(id);
        String name = ownName != null ? ownName : device == null ? "" : device.name();
        Question question = question(check, name.isBlank() ? "Receiver " + id : name, watch);
        if (!only.matches(question)) {
            return;
        }
        cycle.ask(question);
        if (list != null && (device == null || device.isDisabled())) {
            cycle.know(check, absent(device, id));
        } else {
            cycle.receivers().add(RecordLookup.forEvents(cycle, question, watch, id));
        }
    }

    /** Returns why a configured device is missing. */
    static Absent absent(Device device, long id) {
        return new Absent(
                device == null
                        ? "the ESM has no Receiver with the id " + id + " (freshwatch devices lists the existing ones)"
                        : String.format(Locale.ROOT, "the Receiver (id %d) is disabled on the ESM", id),
                null);
    }

    private CheckId id(long device) {
        return CheckId.of("esm", settings.name(), "events", Long.toString(device));
    }
}
