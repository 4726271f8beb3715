package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the answer about the last events of all devices (section 7).
 *
 * @param name      as the ESM writes it
 * @param lastEvent local text, as in all records; blank = never
 */
record LastEventRow(String name, String lastEvent) {

    private static final int COLUMNS = 5;
    private static final String SEPARATOR = "%13";
    private static final String PAIR_END = "%14";
    private static final String COLUMN_END = "%11";
    private static final String ROW_END = "%12";

    /**
     * Reads the answer of the public call. Entries that are no rows are left out: their devices have none then.
     *
     * @throws EsmException if it is not a list
     */
    static List<LastEventRow> read(JsonNode list, String command) throws EsmException {
        List<LastEventRow> rows = new ArrayList<>();
        for (JsonNode entry : EsmJson.array(list, command)) {
            String name = EsmJson.text(entry.path("deviceName"));
            JsonNode last = entry.path("lastEvent");
            if (name != null && (last.isTextual() || last.isNull())) {
                rows.add(new LastEventRow(name, last.asText("")));
            }
        }
        return rows;
    }

    /**
     * Reads the answer of the private call: {@code Response=KEY%13VALUE%13%14…}, with the rows as the value of
     * {@code ITEMS}. Rows that do not have five columns are left out.
     *
     * @throws EsmException if it has another form, or tells an error ({@code EC})
     */
    static List<LastEventRow> readPrivate(String answer, String command) throws EsmException {
        String text = answer.strip();
        if (!text.startsWith("Response=")) {
            throw EsmJson.unreadable(command, "the answer does not begin with Response=");
        }
        String items = null;
        for (String pair : text.substring("Response=".length()).split(PAIR_END)) {
            String[] parts = pair.split(SEPARATOR, -1);
            String key = parts[0].strip();
            String value = parts.length > 1 ? parts[1] : key;
            if (key.equals("EC") && !value.strip().equals("0") && !value.equals(key)) {
                throw new EsmException(Reason.FAILED, command + ": error " + PlainText.line(value, 40));
            }
            if (key.equals("ITEMS")) {
                items = value;
            }
        }
        if (items == null) {
            throw EsmJson.unreadable(command, "the answer has no ITEMS");
        }
        List<LastEventRow> rows = new ArrayList<>();
        for (String row : items.split(ROW_END)) {
            String[] columns = row.split(COLUMN_END, -1);
            if (columns.length == COLUMNS) {
                rows.add(new LastEventRow(decoded(columns[0]), decoded(columns[3])));
            }
        }
        return rows;
    }

    /** Whether the device has never had an event, as far as the ESM knows. */
    boolean isNever() {
        return lastEvent.isBlank();
    }

    /** Turns {@code %2D} and the like into the bytes that they stand for, and these into text. */
    private static String decoded(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
