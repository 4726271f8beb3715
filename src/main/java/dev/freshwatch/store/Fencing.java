package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which of several processes on one store may do something. Each thing has a namespace, such as {@code esm/soc}, and a
 * number that grows whenever another process takes it over. What is written for a namespace is committed only if the number
 * is still the same. Thread-safe.
 */
public interface Fencing {

    /** For a process that is alone. */
    Fencing NONE = new Fencing() {
        @Override
        public OptionalLong number(String namespace) {
            return OptionalLong.of(0);
        }

        @Override
        public boolean hadLast(String namespace) {
            return true;
        }

        @Override
        public void verify(Connection connection, Map<String, Long> numbers) {
            // Nobody else could have taken it over.
        }
    };

    /**
     * The number with which this process may act for a namespace now; empty if it may not. Never blocks.
     *
     * @param namespace null = what each process does for itself: always 0
     */
    OptionalLong number(String namespace);

    /**
     * The number with which this process may act for a namespace now, on what it found out at that time; empty if it may
     * not, or if another process has had the namespace since. Never blocks.
     *
     * @param foundOut by the clock of the store
     */
    default OptionalLong number(String namespace, Instant foundOut) {
        return number(namespace);
    }

    /**
     * Whether this process was the last that is known to have it, even if it may not act for it now: of several that cannot
     * reach the store, one is to say so. Never blocks.
     */
    boolean hadLast(String namespace);

    /** Whether this process may act for it now. Never blocks. */
    default boolean holds(String namespace) {
        return number(namespace).isPresent();
    }

    /** Whether this process may still act with this number. Never blocks. */
    default boolean holds(String namespace, long number) {
        OptionalLong current = number(namespace);
        return current.isPresent() && current.getAsLong() == number;
    }

    /**
     * Makes sure, at the end of a transaction, that all these numbers are current, and stay so until it has ended.
     *
     * @throws FencedOut if one is not: then nothing may be committed
     */
    void verify(Connection connection, Map<String, Long> numbers) throws SQLException;
}
