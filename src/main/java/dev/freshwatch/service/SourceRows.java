package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Collects the sources of an answer from its rows. Of what is not watched, only the number is kept. For one cycle. */
final class SourceRows {

    /** Longer ids are mistakes, and could fill the memory. */
    static final int LONGEST_ID = 1000;

    private final CheckId list;
    private final Columns columns;
    private final Set<CheckId> known;
    private final long present;
    private final int most;
    private final Map<CheckId, SourceRow> found = new LinkedHashMap<>();
    private int rows;
    private int added;
    private int withoutId;
    private int beyond;
    private int repeats;
    private int pages;
    private Unanswered incomplete;

    /**
     * @param known   sources that were there at some time: these are watched even if there are too many
     * @param present how many of them were there the last time
     * @param most    how many sources may be watched
     */
    SourceRows(CheckId list, Columns columns, Set<CheckId> known, long present, int most) {
        this.list = list;
        this.columns = columns;
        this.known = known;
        this.present = present;
        this.most = most;
    }

    /**
     * Where a row has what.
     *
     * @param label null = the id
     */
    record Columns(RowPath id, RowPath label, RowPath time, TimeStamps times, SourceFilter filter) {}

    /**
     * A source.
     *
     * @param newest time of its newest record; null if it has none that can be read; the epoch = it never had a record
     * @param what   what this record is, for people; null = the newest
     * @param cause  of the fault
     * @param fault  why it cannot be judged; null = it can
     */
    record SourceRow(String id, String label, Instant newest, String what, Reason cause, String fault) {

        static SourceRow of(String id, String label, Instant newest, String what) {
            return new SourceRow(id, label, newest, what, null, null);
        }

        /** Whether it was in the list. That a source could not be asked for does not prove that it is there. */
        boolean isThere() {
            return fault == null || cause == Reason.UNREADABLE;
        }

        static SourceRow unreadable(String id, String label, String fault) {
            return new SourceRow(id, label, null, null, Reason.UNREADABLE, fault);
        }
    }

    /** The rows that follow are those of another page. */
    void nextPage() {
        pages++;
    }

    void add(JsonNode row) {
        rows++;
        String id = columns.id().text(row);
        if (id == null || id.length() > LONGEST_ID) {
            withoutId++;
            return;
        }
        String named = columns.label() == null ? id : columns.label().text(row);
        String label = PlainText.name(named == null ? id : named);
        if (columns.filter().admits(id, label)) {
            put(id, label, () -> read(id, label, row));
        }
    }

    /** Adds a source that was found otherwise, and is wanted. */
    void add(SourceRow row) {
        rows++;
        put(row.id(), row.label(), () -> row);
    }

    private void put(String id, String label, Supplier<SourceRow> row) {
        CheckId check = SourceId.of(list, id);
        if (found.containsKey(check)) {
            repeats++;
            found.put(check, SourceRow.unreadable(id, label, "is in the list more than once"));
            return;
        }
        if (!known.contains(check) && isFull()) {
            beyond++;
            return;
        }
        added += known.contains(check) ? 0 : 1;
        found.put(check, row.get());
    }

    /** Names that come and go would otherwise be remembered without end, until they are forgotten. */
    private boolean isFull() {
        return present + added >= most || known.size() + added >= 2L * most;
    }

    private SourceRow read(String id, String label, JsonNode row) {
        List<JsonNode> values = columns.time().values(row);
        if (values.isEmpty()) {
            return SourceRow.unreadable(id, label, "has no time in the list");
        }
        Instant newest = null;
        for (JsonNode value : values) {
            Instant time =
                    value.isValueNode() ? columns.times().read(value.asText()).orElse(null) : null;
            if (time == null) {
                String shown = value.isValueNode() ? "'" + PlainText.line(value.asText(), 60) + "'" : "an object";
                return SourceRow.unreadable(
                        id, label, "has " + shown + " in the list, which is not a time (" + columns.times() + ")");
            }
            newest = newest == null || time.isAfter(newest) ? time : newest;
        }
        return SourceRow.of(id, label, newest, null);
    }

    /** Whether a source of this name is wanted. */
    boolean admits(String name) {
        return columns.filter().admits(name, name);
    }

    /** The list. */
    CheckId list() {
        return list;
    }

    /** In the order of the answer. */
    Map<CheckId, SourceRow> found() {
        return found;
    }

    /** All that were read, watched or not. */
    int rows() {
        return rows;
    }

    /** How many of them name a source that was named before. */
    int repeats() {
        return repeats;
    }

    /** Returns why a source that was not found may be there all the same; null = it is not. */
    String doubt() {
        if (withoutId > 0) {
            return "is not in the list, where " + withoutId + " of " + rows + " rows have no usable id";
        }
        // Rows that move to another page while the list is read are there twice, and others are not there at all.
        return repeats > 0 && pages > 1 ? "is not in the list, where rows are repeated over several pages" : null;
    }

    /** Whether a source is wanted whose name begins like this. */
    boolean mayAdmitBelow(String prefix) {
        return columns.filter().mayAdmitBelow(prefix);
    }

    /** There may be more than what was added. @param why one line of plain text */
    void incomplete(Reason cause, String why) {
        incomplete = new Unanswered(cause, why, null);
    }

    /** Returns what keeps the list as a whole from being good; null = nothing. */
    Unanswered trouble() {
        if (withoutId > 0) {
            return new Unanswered(Reason.UNREADABLE, withoutId + " of " + rows + " rows have no usable id", null);
        }
        if (rows > 0 && found.isEmpty() && beyond == 0 && incomplete == null) {
            String whose = rows == 1 ? "its only row is not" : "none of its " + rows + " rows is";
            return new Unanswered(Reason.UNREADABLE, whose + " wanted: see include and exclude", null);
        }
        return beyond > 0
                ? new Unanswered(
                        Reason.UNREADABLE,
                        beyond + " sources more than the " + most
                                + " that are watched, or twice as many that are remembered: set a larger max, or leave some"
                                + " out with exclude",
                        null)
                : incomplete;
    }
}
