package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryTableTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Kept.class)
    void theNextOneReadsWhatTheOneBeforeHasCommitted(Kept kept) {
        kept.prepare(folder);
        Store store = Store.open(Kept.in(folder), InstantSource.system());
        QueryTable table = new QueryTable(() -> store);
        try {
            assertThat(table.opened("soc")).contains(Map.of());
            write(store, Map.of(29412345L, 3, 29412350L, 12), true);
            write(store, Map.of(29412345L, 99), false);
            assertThat(table.opened("soc")).contains(Map.of(29412345L, 3, 29412350L, 12));
            assertThat(table.opened("lab")).contains(Map.of());
            write(store, Map.of(), true);
            assertThat(table.opened("soc")).contains(Map.of());
        } finally {
            store.close();
        }
        assertThat(table.opened("soc")).as("the store is closed").isEmpty();
    }

    private static void write(Store store, Map<Long, Integer> opened, boolean committed) {
        UnitOfWork unitOfWork = store.begin();
        try {
            QueryTable.write(unitOfWork, "soc", opened);
            if (committed) {
                unitOfWork.commit();
            }
        } finally {
            unitOfWork.rollBack();
        }
    }
}
