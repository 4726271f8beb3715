package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * JDBC without its boilerplate: the only place that binds parameters and reads result sets, for SQLite and PostgreSQL.
 *
 * <p>Parameters are String, Enum (stored by name), Integer, Long, Boolean (1 or 0), Instant (milliseconds since the
 * epoch), Duration (milliseconds), byte[], or null. The server infers the type of a null from the column that it is written to
 * or compared with; where there is no column (in {@code COALESCE}, {@code ||}, a select list), use {@code CAST(? AS
 * …)}.
 */
public final class Sql {

    private Sql() {}

    /** Maps the current row of a result set to an object. */
    @FunctionalInterface
    public interface Mapper<T> {
        T of(Row row) throws SQLException;
    }

    /** Returns all rows in their order. */
    public static <T> List<T> list(Connection connection, String sql, Mapper<? extends T> mapper, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<T> all = new ArrayList<>();
            new ParameterBinder(statement).bind(parameters);
            addAll(statement, mapper, all);
            return all;
        }
    }

    /**
     * Runs a query once for each item, with a statement that is prepared once, and returns all rows.
     *
     * @param parameters of the query for an item: {@link #args}
     */
    public static <I, T> List<T> listForEach(
            Connection connection,
            String sql,
            Mapper<? extends T> mapper,
            Iterable<? extends I> items,
            Function<? super I, Object[]> parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ParameterBinder binder = new ParameterBinder(statement);
            List<T> all = new ArrayList<>();
            for (I item : items) {
                binder.bind(parameters.apply(item));
                addAll(statement, mapper, all);
            }
            return all;
        }
    }

    private static <T> void addAll(PreparedStatement statement, Mapper<? extends T> mapper, List<T> into)
            throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            Row row = new Row(result);
            while (result.next()) {
                into.add(mapper.of(row.at(1)));
            }
        }
    }

    /** Returns the first row; empty if there is none or the mapper returns null. */
    public static <T> Optional<T> first(
            Connection connection, String sql, Mapper<? extends T> mapper, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new ParameterBinder(statement).bind(parameters);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.ofNullable(mapper.of(new Row(result))) : Optional.empty();
            }
        }
    }

    /** Whether the query returns a row. */
    public static boolean exists(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, row -> true, parameters).isPresent();
    }

    /** Returns the number of rows inserted, updated or deleted. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new ParameterBinder(statement).bind(parameters);
            return statement.executeUpdate();
        }
    }

    /**
     * Runs an update for each item, in order and in one batch; does nothing if there are no items.
     *
     * @param parameters of the update for an item: {@link #args}
     */
    public static <I> void batch(
            Connection connection, String sql, Iterable<? extends I> items, Function<? super I, Object[]> parameters)
            throws SQLException {
        Iterator<? extends I> all = items.iterator();
        if (!all.hasNext()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ParameterBinder binder = new ParameterBinder(statement);
            while (all.hasNext()) {
                binder.bind(parameters.apply(all.next()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Parameters in the order of their placeholders. */
    public static Object[] args(Object... parameters) {
        return parameters;
    }

    /** A row, read column by column in the order of the query. Valid only during the call of the {@link Mapper}. */
    public static final class Row {
        private final ResultSet result;
        private int next = 1;

        private Row(ResultSet result) {
            this.result = result;
        }

        /** @param column the column to read next; the first is 1 */
        public Row at(int column) {
            next = column;
            return this;
        }

        /** Null if the column is null. */
        public String text() throws SQLException {
            return result.getString(next++);
        }

        /** Null if the column is null. */
        public byte[] bytes() throws SQLException {
            return result.getBytes(next++);
        }

        /** An enum constant by its name; null if the column is null. */
        public <E extends Enum<E>> E constant(Class<E> type) throws SQLException {
            String name = text();
            return name == null ? null : Enum.valueOf(type, name);
        }

        /** 0 if the column is null. */
        public long number() throws SQLException {
            return result.getLong(next++);
        }

        /** Null if the column is null. */
        public Long numberOrNull() throws SQLException {
            long number = number();
            return result.wasNull() ? null : Long.valueOf(number);
        }

        /** 0 if the column is null. */
        public int integer() throws SQLException {
            return result.getInt(next++);
        }

        /** Whether the number is not 0. */
        public boolean flag() throws SQLException {
            return integer() != 0;
        }

        /** Reads milliseconds since the epoch; null if the column is null. */
        public Instant time() throws SQLException {
            Long millis = numberOrNull();
            return millis == null ? null : Instant.ofEpochMilli(millis);
        }

        /** Reads milliseconds; null if the column is null. */
        public Duration duration() throws SQLException {
            Long millis = numberOrNull();
            return millis == null ? null : Duration.ofMillis(millis);
        }
    }
}
