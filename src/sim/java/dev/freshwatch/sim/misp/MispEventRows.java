package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Events as shown by index and search: database columns as texts, or as numbers. */
final class MispEventRows {

    private static final String ORG_UUID = "7789dab4-0771-43f2-bd3d-9129b3e09098";

    private final boolean plainNumbers;

    /** @param plainNumbers whether columns are numbers */
    MispEventRows(boolean plainNumbers) {
        this.plainNumbers = plainNumbers;
    }

    ObjectNode minimal(MispEvent event) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        number(row, "id", event.id());
        number(row, "timestamp", event.timestamp().getEpochSecond());
        number(row, "sighting_timestamp", 0);
        return row.put("published", event.open())
                .put("uuid", event.uuid().toString())
                .put("orgc_uuid", ORG_UUID);
    }

    ObjectNode full(MispEvent event) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        number(row, "id", event.id());
        number(row, "org_id", 1);
        row.put("date", LocalDate.ofInstant(event.timestamp(), ZoneOffset.UTC).toString());
        row.put("info", event.info()).put("uuid", event.uuid().toString()).put("published", event.open());
        number(row, "analysis", 0);
        number(row, "attribute_count", 1);
        number(row, "orgc_id", 1);
        number(row, "timestamp", event.timestamp().getEpochSecond());
        number(row, "distribution", 0);
        number(row, "sharing_group_id", 0);
        row.put("proposal_email_lock", false).put("locked", false);
        number(row, "threat_level_id", 4);
        number(row, "publish_timestamp", event.publishTimestamp());
        number(row, "sighting_timestamp", 0);
        row.put("disable_correlation", false).put("extends_uuid", "").putNull("protected");
        organisation(row.putObject("Org"));
        organisation(row.putObject("Orgc"));
        row.putArray("EventTag");
        return row;
    }

    ObjectNode found(MispEvent event) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        number(row, "id", event.id());
        number(row, "orgc_id", 1);
        number(row, "org_id", 1);
        row.put("date", LocalDate.ofInstant(event.timestamp(), ZoneOffset.UTC).toString());
        number(row, "threat_level_id", 4);
        row.put("info", event.info())
                .put("published", event.open())
                .put("uuid", event.uuid().toString());
        number(row, "attribute_count", 1);
        number(row, "analysis", 0);
        number(row, "timestamp", event.timestamp().getEpochSecond());
        number(row, "distribution", 0);
        row.put("proposal_email_lock", false).put("locked", false);
        number(row, "publish_timestamp", event.publishTimestamp());
        number(row, "sharing_group_id", 0);
        row.put("disable_correlation", false).put("extends_uuid", "").putNull("protected");
        row.put("event_creator_email", "admin@admin.test");
        organisation(row.putObject("Org")).put("local", true);
        organisation(row.putObject("Orgc")).put("local", true);
        row.putArray("RelatedEvent");
        row.putArray("Galaxy");
        row.putArray("CryptographicKey");
        return row;
    }

    private ObjectNode organisation(ObjectNode row) {
        number(row, "id", 1);
        return row.put("name", "ORGNAME").put("uuid", ORG_UUID);
    }

    private void number(ObjectNode row, String name, long value) {
        if (plainNumbers) {
            row.put(name, value);
        } else {
            row.put(name, Long.toString(value));
        }
    }
}
