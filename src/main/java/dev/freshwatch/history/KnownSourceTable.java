package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.service.KnownSource;
import dev.freshwatch.service.SourceMemory;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link SourceMemory} in the database; each method uses its own transaction. */
public final class KnownSourceTable implements SourceMemory {

    private static final Logger LOG = LoggerFactory.getLogger(KnownSourceTable.class);

    private static final String READ =
            "SELECT check_id, source_id, label, gone_at FROM known_source WHERE list_id = ? ORDER BY check_id";

    private static final String KEEP =
            """
            INSERT INTO known_source (check_id, list_id, source_id, label, gone_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (check_id) DO UPDATE SET label = excluded.label, gone_at = excluded.gone_at""";

    private final Supplier<Store> store;
    private final UnaryOperator<String> namespaces;

    /** Missing for too long at the last look at their list. */
    private final Set<CheckId> tooLong = ConcurrentHashMap.newKeySet();

    /**
     * @param store      must be open when this is first used
     * @param namespaces returns the namespace of a list, by its check id: only the process that has it writes
     */
    public KnownSourceTable(Supplier<Store> store, UnaryOperator<String> namespaces) {
        this.store = store;
        this.namespaces = namespaces;
    }

    @Override
    public Optional<List<KnownSource>> known(CheckId list) {
        try {
            return Optional.of(store.get().transaction(connection -> known(connection, list)));
        } catch (StoreException e) {
            LOG.warn("{}: cannot read the known sources: {}", list, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Returns the checks of the known sources of all lists.
     *
     * @throws StoreException if they cannot be read
     */
    public Set<CheckId> checks() {
        return store.get()
                .transaction(connection -> new HashSet<>(
                        Sql.list(connection, "SELECT check_id FROM known_source", row -> new CheckId(row.text()))));
    }

    static List<KnownSource> known(Connection connection, CheckId list) throws SQLException {
        return Sql.list(
                connection,
                READ,
                row -> new KnownSource(new CheckId(row.text()), row.text(), row.text(), row.time()),
                list.value());
    }

    @Override
    public void keep(CheckId list, Collection<KnownSource> changed) {
        try {
            store.get().transaction(namespaces.apply(list.value()), connection -> {
                Sql.batch(
                        connection,
                        KEEP,
                        changed,
                        one -> Sql.args(one.check().value(), list.value(), one.id(), one.label(), one.goneAt()));
                return null;
            });
        } catch (StoreException e) {
            // found again in the next cycle
            LOG.warn("{}: cannot store which sources are known: {}", list, e.getMessage());
        }
    }

    @Override
    public boolean isOver(CheckId source, boolean now) {
        if (!now) {
            tooLong.remove(source);
            return false;
        }
        return !tooLong.add(source);
    }

    @Override
    public void forget(CheckId list, Collection<CheckId> sources, String why) {
        try {
            store.get().transaction(namespaces.apply(list.value()), connection -> {
                letForget(connection, sources);
                return null;
            });
            sources.forEach(tooLong::remove);
            LOG.info("{}: {} sources are forgotten: {}", list, sources.size(), why);
        } catch (StoreException e) {
            LOG.warn("{}: cannot forget sources: {}", list, e.getMessage());
        }
    }

    /** Marks these sources to be forgotten together with the next look at their list. */
    static void letForget(Connection connection, Collection<CheckId> sources) throws SQLException {
        Sql.batch(
                connection,
                "UPDATE known_source SET gone_at = 0 WHERE check_id = ?",
                sources,
                check -> Sql.args(check.value()));
    }
}
