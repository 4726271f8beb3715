package dev.freshwatch.outbox;

import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stored notices of one page: a large one is fetched alone, each is read once, and the sum of what is read is bounded.
 * For one transaction and one thread.
 */
final class NoticePayloads {

    /** Columns of the notice {@code n}, for {@link Stored#of}. A large payload is not among them: rows are read together. */
    static final String COLUMNS =
            """
            n.id, octet_length(n.payload), CASE WHEN octet_length(n.payload) <= 4096 THEN n.payload END""";

    /** So many bytes are read for one page. */
    private static final long MOST_READ = 16L << 20;

    private static final String PAYLOAD = "SELECT payload FROM notice WHERE id = ?";

    private final Connection connection;
    private final CutNotice.Cut cut;
    private final Set<String> read = new HashSet<>();
    private final Map<String, Told> told = new HashMap<>();
    private long bytes;

    NoticePayloads(Connection connection, CutNotice.Cut cut) {
        this.connection = connection;
        this.cut = cut;
    }

    /**
     * A notice that is there.
     *
     * @param size    of its payload, in bytes
     * @param payload null = it is large
     */
    record Stored(String id, long size, String payload) {

        static Stored of(Sql.Row row) throws SQLException {
            return new Stored(row.text(), row.number(), row.text());
        }
    }

    /** Whether these can be read too. The first ones always can, and those that were read already. */
    boolean hasRoom(List<Stored> notices) {
        long more = notices.stream()
                .filter(notice -> !read.contains(notice.id()))
                .mapToLong(Stored::size)
                .sum();
        return bytes == 0 || more == 0 || bytes + more <= MOST_READ;
    }

    /** Empty if it was deleted in the meantime. */
    Optional<CutNotice> read(Stored notice) throws SQLException {
        read.add(notice.id());
        bytes += notice.size();
        Optional<String> payload = notice.payload() != null
                ? Optional.of(notice.payload())
                : Sql.first(connection, PAYLOAD, Sql.Row::text, notice.id());
        return payload.map(text -> NoticeJson.read(text, cut));
    }

    /** Returns a notice with what became of it; empty if it was deleted in the meantime. */
    Optional<Told> told(Stored notice) throws SQLException {
        if (!read.contains(notice.id())) {
            Optional<CutNotice> found = read(notice);
            if (found.isPresent()) {
                told.put(notice.id(), NoticeQuery.told(connection, found.get()));
            }
        }
        return Optional.ofNullable(told.get(notice.id()));
    }
}
