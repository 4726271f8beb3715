package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Clock, zones, version and devices (esm.md sections 1, 3 and 4). */
final class PlainCommands {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.Sxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> TYPES = Set.of(
            "IPS",
            "POLICY",
            "RECEIVER",
            "THIRD_PARTY",
            "DBM",
            "DBM_DB",
            "DBM_AGENT",
            "VA",
            "IPSVIPS",
            "ESM",
            "APM",
            "APMVIPS",
            "ELM",
            "ELMREC",
            "LOCALESM",
            "RISK",
            "ASSET",
            "RISKMANAGER",
            "RISKAGENT",
            "EPO",
            "EPO_APP",
            "NSM",
            "NSM_SENSOR",
            "NSM_INTERFACE",
            "MVM",
            "SEARCH_ELASTIC",
            "KID_CLUSTER",
            "KID_NODE",
            "SYSTEM",
            "BUCKET",
            "UNKNOWN");

    private final Appliance appliance;
    private final EsmBehaviour behaviour;

    PlainCommands(Appliance appliance, EsmBehaviour behaviour) {
        this.appliance = appliance;
        this.behaviour = behaviour;
    }

    Map<String, Command> all() {
        return Map.of(
                "essmgtGetESSTime", this::clock,
                "userGetTimeZones", this::zones,
                "essmgtGetBuildStamp", this::buildStamp,
                "devGetDeviceList", this::devices,
                "grpGetDeviceTreeEx", this::tree,
                "miscKeepAlive", this::keepAlive);
    }

    private JsonNode clock(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        call.noBody();
        String now = CLOCK.format(appliance.now());
        return call.shape() == Shape.V2 && behaviour.bareClock
                ? NODES.textNode(now)
                : NODES.objectNode().put("value", now);
    }

    private JsonNode zones(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        call.noBody();
        ArrayNode zones = NODES.arrayNode();
        for (int id = 1; id <= ZoneTable.size(); id++) {
            ObjectNode zone = zones.addObject();
            zone.set("id", call.shape().id(id, false));
            zone.put("name", ZoneTable.name(id))
                    .put("offset", ZoneTable.offset(id, appliance.now(), behaviour.standardOffsets));
        }
        return zones;
    }

    private JsonNode buildStamp(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        call.noBody();
        return NODES.objectNode().put("buildStamp", behaviour.version + " 20200402000000");
    }

    private JsonNode keepAlive(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        call.noBody();
        return null;
    }

    private JsonNode devices(Call call) throws SimRefusal {
        call.onlyParameters(Set.of("filterByRights"));
        call.flag("filterByRights", null);
        List<String> types = Fields.of(call.command(), call.request().text(), Set.of("types"))
                .texts("types");
        if (types.isEmpty() || !TYPES.containsAll(types)) {
            throw SimRefusal.invalidInput("devGetDeviceList: no such types: " + types);
        }
        ArrayNode list = NODES.arrayNode();
        for (SimDevice device : appliance.all()) {
            if (types.contains(device.type())) {
                ObjectNode entry = list.addObject().put("name", device.name()).put("type", device.type());
                entry.set("id", call.shape().deviceId(device.id(), !behaviour.numericIds));
            }
        }
        return list;
    }

    private JsonNode tree(Call call) throws SimRefusal {
        call.onlyParameters(Set.of("displayID", "hideDisabledDevices"));
        call.number("displayID", 0, 1000, null);
        boolean hide = call.flag("hideDisabledDevices", null);
        call.noBody();
        ObjectNode tree = NODES.objectNode();
        ArrayNode list = tree.putArray("devices");
        for (SimDevice device : appliance.all()) {
            if (!(hide && device.disabled())) {
                ObjectNode entry = list.addObject();
                entry.set("ipsID", call.shape().deviceId(device.id(), !behaviour.numericIds));
                entry.put("name", device.name())
                        .put("ipAddress", "192.0.2.1")
                        .put("hostname", "")
                        .put("type", device.type())
                        .put("deviceMask", 8)
                        .put("deviceDisabled", device.disabled())
                        .put("status", 0)
                        .put("hasParent", device.type().equals("THIRD_PARTY"))
                        .put("clientCount", 0);
            }
        }
        return tree;
    }
}
