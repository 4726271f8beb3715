package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freshwatch.sim.BulkBehaviour.Offer;
import dev.freshwatch.sim.BulkBehaviour.ReceiverRow;
import dev.freshwatch.sim.BulkBehaviour.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last events of all devices in one call, public and private (esm.md section 7). */
final class BulkCommand {

    static final String PUBLIC = "qryGetDeviceLastAlertTime";
    static final String PRIVATE = "QRY_GETDEVICELASTALERTTIME";

    private static final String REQUEST = "Request=API%13" + PRIVATE + "%13%14";
    private static final Duration A_LONG_TIME = Duration.ofDays(3650);
    private static final Duration BOX_AGE = Duration.ofDays(1);

    private final Appliance appliance;
    private final BulkBehaviour behaviour;

    BulkCommand(Appliance appliance, BulkBehaviour behaviour) {
        this.appliance = appliance;
        this.behaviour = behaviour;
    }

    boolean isOffered(Offer offer) {
        return behaviour.offer == offer;
    }

    JsonNode answer(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        Fields.of(call.command(), call.request().text(), Set.of());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Row row : rows()) {
            list.addObject()
                    .put("deviceName", row.name())
                    .put("deviceType", row.type())
                    .put("lastEvent", text(row))
                    .put("createTime", appliance.text(appliance.now().minus(A_LONG_TIME)));
        }
        return list;
    }

    /** One line of keys and values; the rows are one of the values. */
    HttpAnswer answerPrivately(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        if (!call.request().text().equals(REQUEST)) {
            throw SimRefusal.badRequest(PRIVATE + ": not " + REQUEST);
        }
        StringBuilder items = new StringBuilder();
        for (Row row : rows()) {
            List<String> columns = new ArrayList<>(List.of(row.name(), row.type(), "1", text(row), ""));
            while (columns.size() < row.width()) {
                columns.add("T");
            }
            items.append(columns.subList(0, row.width()).stream()
                            .map(BulkCommand::escaped)
                            .collect(Collectors.joining("%11")))
                    .append("%12");
        }
        return HttpAnswer.text(200, "Response=EC%130%13%14ITEMS%13" + (items.isEmpty() ? "ITEMS" : items) + "%13%14");
    }

    private List<Row> rows() {
        Instant now = appliance.now();
        List<Row> rows = new ArrayList<>(behaviour.strangers());
        for (SimDevice device : appliance.all()) {
            boolean receiver = appliance.receiver(device.id()) != null;
            Row right = new Row(
                    device.name(),
                    receiver ? "McAfee Event Receiver" : "Linux",
                    receiver ? lastOfReceiver(device, now) : last(device, now),
                    null,
                    5);
            rows.addAll(behaviour.rows(device.id(), right, now));
        }
        return rows;
    }

    private Instant lastOfReceiver(SimDevice receiver, Instant now) {
        return behaviour.receiverRow == ReceiverRow.BOX
                ? now.minus(BOX_AGE)
                : appliance.subtree(receiver.id()).stream()
                        .map(device -> last(device, now))
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    private Instant last(SimDevice device, Instant now) {
        TimeRange ahead = new TimeRange(now, now.plus(A_LONG_TIME));
        TimeRange past = new TimeRange(now.minus(A_LONG_TIME), now.minus(behaviour.lag));
        return Stream.of(ahead, past)
                .flatMap(range -> device.own().newest(range, 1).stream())
                .findFirst()
                .orElse(null);
    }

    private String text(Row row) {
        if (row.text() != null) {
            return row.text();
        }
        return appliance.text(row.lastEvent(), behaviour.zone == null ? appliance.zone() : behaviour.zone);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            escaped.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
        }
        return escaped.toString();
    }
}
