package dev.freshwatch.history;

import dev.freshwatch.esm.QueryMemory;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.store.UnitOfWork;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link QueryMemory} in the database; written with what a cycle has found. */
public final class QueryTable implements QueryMemory {

    private static final Logger LOG = LoggerFactory.getLogger(QueryTable.class);

    private static final String WRITE =
            "INSERT INTO esm_query (esm, opened) VALUES (?, ?) ON CONFLICT (esm) DO UPDATE SET opened = excluded.opened";

    private final Supplier<Store> store;

    /** @param store must be open when this is first used */
    public QueryTable(Supplier<Store> store) {
        this.store = store;
    }

    /** Writes it with what is written by this transaction. @param opened the number of queries by minute since 1970 */
    public static void write(UnitOfWork unitOfWork, String esm, Map<Long, Integer> opened) {
        String text = new TreeMap<>(opened)
                .entrySet().stream()
                        .map(minute -> minute.getKey() + ":" + minute.getValue())
                        .collect(Collectors.joining(" "));
        unitOfWork.use(connection -> Sql.update(connection, WRITE, esm, text));
    }

    @Override
    public Optional<Map<Long, Integer>> opened(String esm) {
        try {
            return Optional.of(store.get()
                    .transaction(connection ->
                            Sql.first(connection, "SELECT opened FROM esm_query WHERE esm = ?", Sql.Row::text, esm))
                    .map(QueryTable::parse)
                    .orElse(Map.of()));
        } catch (StoreException e) {
            LOG.warn("esm/{}: cannot read how many queries were opened lately: {}", esm, e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<Long, Integer> parse(String text) {
        Map<Long, Integer> opened = new TreeMap<>();
        for (String minute : text.split(" ")) {
            if (minute.matches("\\d{1,15}:\\d{1,9}")) {
                String[] parts = minute.split(":");
                opened.put(Long.valueOf(parts[0]), Integer.valueOf(parts[1]));
            }
        }
        return opened;
    }
}
