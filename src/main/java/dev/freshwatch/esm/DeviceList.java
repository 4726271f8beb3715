package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Receivers of an ESM, cached between cycles: two calls per hour (section 4). Thread-safe. */
final class DeviceList {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceList.class);
    private static final Duration KEPT_FOR = Duration.ofHours(1);
    private static final List<String> KINDS = List.of("RECEIVER", "ELMREC");
    private static final Duration TREE_LIMIT = Duration.ofSeconds(10);
    private static final String UNREAD =
            "cannot find out which devices are disabled, nor which have the same name (no row of last events is believed"
                    + " meanwhile): {}";
    private static final String LIST = "devGetDeviceList";
    private static final String TREE = "grpGetDeviceTreeEx";

    private final EsmSession session;
    private final PlatformClock time;
    private volatile Known known;

    private record Known(Map<Long, Device> devices, DeviceNames names, long atNanos, long generation) {}

    DeviceList(EsmSession session, PlatformClock time) {
        this.session = session;
        this.time = time;
    }

    /** Returns the last list by device id; null if there has been none. */
    Map<Long, Device> last() {
        Known now = known;
        return now == null ? null : now.devices();
    }

    /**
     * Returns the names of Receivers and data sources; null if there has been no list, or if the device tree could not be
     * read with the last one: then it is not known which names several devices have.
     */
    DeviceNames names() {
        Known now = known;
        return now == null ? null : now.names();
    }

    boolean isDue() {
        Known now = known;
        return now == null
                || now.generation() != session.generation()
                || time.nanos() - now.atNanos() > KEPT_FOR.toNanos();
    }

    /** Reads the list again. If that fails, the old one is kept. */
    synchronized Map<Long, Device> refresh(Deadline deadline) throws EsmException {
        ArrayNode kinds = EsmJson.object().putArray("types");
        KINDS.forEach(kinds::add);
        JsonNode list = session.read(
                        EsmCall.of(LIST).query("filterByRights=false").body(apiVersion -> EsmJson.object()
                                .set("types", kinds)),
                        deadline)
                .json();
        List<Device> listed = parse(list);
        List<DeviceNames.Named> named = new ArrayList<>();
        listed.forEach(device -> named.add(new DeviceNames.Named(device.id(), device.name())));
        Map<Long, Boolean> enabled = new HashMap<>();
        boolean whole = readTree(deadline, enabled, named);
        Map<Long, Device> devices = new LinkedHashMap<>();
        for (Device device : listed) {
            devices.putIfAbsent(
                    device.id(), new Device(device.id(), device.name(), device.kind(), enabled.get(device.id())));
        }
        known = new Known(devices, whole ? new DeviceNames(named) : null, time.nanos(), session.generation());
        return devices;
    }

    static List<Device> parse(JsonNode list) throws EsmException {
        List<Device> devices = new ArrayList<>();
        for (JsonNode entry : EsmJson.array(list, LIST)) {
            String kind = EsmJson.text(entry.path("type"));
            if (!entry.isObject() || (kind != null && !KINDS.contains(kind))) {
                continue;
            }
            String name = PlainText.name(EsmJson.text(entry.path("name"))).strip();
            devices.add(new Device(EsmJson.id(entry.path("id"), LIST), name, kind == null ? KINDS.get(0) : kind, null));
        }
        return devices;
    }

    /**
     * The device tree tells which devices are disabled, and the names of data sources.
     *
     * @return false if it is not available
     */
    private boolean readTree(Deadline deadline, Map<Long, Boolean> enabled, List<DeviceNames.Named> named) {
        try {
            Deadline limit = deadline.orSooner(Deadline.in(time, TREE_LIMIT, "the device tree"));
            EsmCall call = EsmCall.of(TREE).query("displayID=0&hideDisabledDevices=false");
            walk(session.read(call, limit).json(), enabled, named);
            return true;
        } catch (EsmException failure) {
            if (failure.reason() == Reason.UNREADABLE || failure.reason() == Reason.TIMEOUT) {
                LOG.warn(UNREAD, failure.getMessage());
            } else {
                LOG.info(UNREAD, failure.getMessage());
            }
            return false;
        }
    }

    /** Accepts whatever looks like a device, wherever it is: the shape of the tree differs between versions. */
    static void walk(JsonNode node, Map<Long, Boolean> enabled, List<DeviceNames.Named> named) {
        Optional<Boolean> disabled = EsmJson.flag(node.path("deviceDisabled"));
        JsonNode id = node.has("ipsID") ? node.path("ipsID") : node.path("ipsId");
        String name = EsmJson.text(node.path("name"));
        if (!id.isMissingNode() && (disabled.isPresent() || name != null)) {
            try {
                long device = EsmJson.id(id, TREE);
                disabled.ifPresent(off -> enabled.putIfAbsent(device, !off));
                if (name != null) {
                    named.add(new DeviceNames.Named(device, name));
                }
            } catch (EsmException notADevice) {
                LOG.debug("{}", notADevice.getMessage());
            }
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                walk(child, enabled, named);
            }
        }
    }

    /** Lists devices for a log line. */
    static String names(Collection<Device> devices) {
        return String.join(
                ", ",
                devices.stream()
                        .map(device -> device.name() + " (" + device.id() + ")")
                        .toList());
    }
}
