package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the rows of an event query (section 6, step 3). Columns are found by name: their order is not guaranteed. */
final class EventRows {

    static final String LAST_TIME = "LastTime";
    static final String IPSID = "IPSID";
    static final List<String> FIELDS = List.of(LAST_TIME, IPSID, "IPSIDAlertID");

    private static final String WHAT = "qryGetResults";

    private EventRows() {}

    /**
     * Returns the time of the newest event; empty if there are no rows.
     *
     * @throws EsmException also if a row belongs to another Receiver than requested: how the ESM interprets the mask of
     *     a filter is not certain
     */
    static Optional<Instant> newest(JsonNode results, long receiver, EsmTimes times, AskedWindow asked)
            throws EsmException {
        JsonNode rows = EsmJson.array(results.path("rows"), WHAT);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        JsonNode columns = EsmJson.array(results.path("columns"), WHAT);
        int time = column(columns, LAST_TIME);
        int device = column(columns, IPSID);
        List<String> texts = new ArrayList<>();
        for (JsonNode row : rows) {
            JsonNode values = EsmJson.array(row.path("values"), WHAT);
            if (values.size() <= Math.max(time, device)) {
                throw EsmJson.unreadable(WHAT, "a row is shorter than its columns");
            }
            long id = EsmJson.id(values.get(device), WHAT);
            if (!Device.sameReceiver(id, receiver)) {
                throw new EsmException(
                        Reason.MISMATCH,
                        String.format(
                                Locale.ROOT,
                                "asked for the events of device %d, the ESM answered with one of device %d",
                                receiver,
                                id));
            }
            texts.add(EsmJson.text(values.get(time)));
        }
        return times.read(texts, asked).stream().max(Instant::compareTo);
    }

    /** Fields are returned under internal names: {@code LastTime} as {@code Alert.LastTime}. */
    private static int column(JsonNode columns, String field) throws EsmException {
        for (int i = 0; i < columns.size(); i++) {
            String name = EsmJson.text(columns.get(i).path("name"));
            if (field.equals(name) || ("Alert." + field).equals(name)) {
                return i;
            }
        }
        throw EsmJson.unreadable(WHAT, "there is no column " + PlainText.line(field, 40));
    }
}
