package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of {@code qryExecuteDetail}, read strictly (esm.md section 6).
 *
 * @param fields     the columns, by the requested names
 * @param descending null = no order requested
 * @param limit      0 = none
 * @param filters    all of them must match; empty = every device
 */
record SimEventQuery(
        String timeRange,
        String customStart,
        String customEnd,
        int limit,
        int offset,
        boolean includeTotal,
        List<String> fields,
        Boolean descending,
        List<DeviceFilter> filters) {

    /** A condition on IPSID; one of the values must match. */
    record DeviceFilter(List<DeviceValue> values) {}

    /** @param mask false = exactly this id */
    record DeviceValue(long id, boolean mask) {}

    private static final Set<String> KNOWN_FIELDS = Set.of(
            "LastTime",
            "FirstTime",
            "WriteTime",
            "IPSID",
            "IPSIDAlertID",
            "AlertID",
            "Rule.msg",
            "HostID",
            "UserIDSrc",
            "SrcIP",
            "DstIP",
            "AvgSeverity",
            "EventCount");
    private static final Set<String> TIMES = Set.of("LastTime", "FirstTime", "WriteTime");
    private static final Set<String> CONFIG = Set.of(
            "timeRange", "customStart", "customEnd", "limit", "offset", "includeTotal", "fields", "order", "filters");
    private static final Set<String> OPERATORS = Set.of(
            "IN",
            "NOT_IN",
            "GREATER_THAN",
            "LESS_THAN",
            "GREATER_OR_EQUALS_THAN",
            "LESS_OR_EQUALS_THAN",
            "NUMERIC_EQUALS",
            "NUMERIC_NOT_EQUALS",
            "DOES_NOT_EQUAL",
            "EQUALS",
            "CONTAINS",
            "DOES_NOT_CONTAIN",
            "REGEX");
    private static final int MOST_FIELDS = 50;
    private static final int MOST_ROWS = 65535;

    static SimEventQuery read(String body) throws SimRefusal {
        Fields config = Fields.of("qryExecuteDetail", body, Set.of("config")).object("config", CONFIG);
        return new SimEventQuery(
                config.text("timeRange"),
                config.textOrNull("customStart"),
                config.textOrNull("customEnd"),
                config.number("limit", MOST_ROWS, 0),
                config.number("offset", Integer.MAX_VALUE, 0),
                config.flag("includeTotal", false),
                selected(config),
                order(config),
                filters(config));
    }

    private static List<String> selected(Fields config) throws SimRefusal {
        List<String> names = new ArrayList<>();
        for (Fields field : config.objects("fields", Set.of("name"))) {
            names.add(field.text("name", KNOWN_FIELDS));
        }
        if (names.isEmpty() || names.size() > MOST_FIELDS) {
            throw SimRefusal.invalidInput("config.fields: 1 to " + MOST_FIELDS + " fields, not " + names.size());
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw SimRefusal.invalidInput("config.fields: a duplicate field corrupts the mapping of columns");
        }
        return names;
    }

    private static Boolean order(Fields config) throws SimRefusal {
        Boolean descending = null;
        for (Fields order : config.objects("order", Set.of("direction", "field"))) {
            boolean down =
                    order.text("direction", Set.of("ASCENDING", "DESCENDING")).equals("DESCENDING");
            String by = order.object("field", Set.of("name")).text("name", KNOWN_FIELDS);
            if (descending == null && TIMES.contains(by)) {
                descending = down;
            }
        }
        return descending;
    }

    private static List<DeviceFilter> filters(Fields config) throws SimRefusal {
        List<DeviceFilter> filters = new ArrayList<>();
        for (Fields filter : config.objects("filters", Set.of("type", "field", "operator", "values"))) {
            if (!filter.text("type", Set.of("EsmFieldFilter", "EsmFilterGroup")).equals("EsmFieldFilter")) {
                throw SimRefusal.invalidInput("filter groups are not simulated");
            }
            String name = filter.object("field", Set.of("name")).text("name");
            String operator = filter.has("operator") ? filter.text("operator", OPERATORS) : "IN";
            if (!name.equals("IPSID") || !(operator.equals("EQUALS") || operator.equals("IN"))) {
                throw SimRefusal.invalidFilter("no filter " + name + " " + operator);
            }
            List<DeviceValue> values = new ArrayList<>();
            for (Fields value : filter.objects("values", Set.of("type", "value"))) {
                value.text("type", Set.of("EsmBasicValue"));
                values.add(device(value.node("value")));
            }
            if (values.isEmpty()) {
                throw SimRefusal.invalidFilter("a filter without values");
            }
            filters.add(new DeviceFilter(values));
        }
        return filters;
    }

    private static DeviceValue device(JsonNode value) throws SimRefusal {
        String text = value.isTextual() ? value.textValue() : "";
        if (!text.matches("\\d{1,18}(/8)?")) {
            throw SimRefusal.badRequest("not a device id with or without /8: " + value);
        }
        boolean mask = text.endsWith("/8");
        return new DeviceValue(Long.parseLong(mask ? text.substring(0, text.length() - 2) : text), mask);
    }

    /** Returns the device of the first filter; 0 = none. */
    long deviceId() {
        return filters.isEmpty() ? 0 : filters.get(0).values().get(0).id();
    }

    /** Returns the name of a column in the results. */
    static String column(String field) {
        return switch (field) {
            case "HostID" -> "Alert.BIN(4)";
            case "UserIDSrc" -> "Alert.BIN(7)";
            default -> field.contains(".") ? field : "Alert." + field;
        };
    }
}
