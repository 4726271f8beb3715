package dev.freshwatch.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Binds the parameters of one statement repeatedly. */
final class ParameterBinder {
    private final PreparedStatement statement;
    /** The last type of each parameter, since PostgreSQL parses a statement again if a parameter type changes. */
    private int[] types = {};

    ParameterBinder(PreparedStatement statement) {
        this.statement = statement;
    }

    void bind(Object... parameters) throws SQLException {
        if (types.length < parameters.length) {
            types = new int[parameters.length];
            Arrays.fill(types, Types.NULL);
        }
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == null) {
                statement.setNull(i + 1, types[i]);
            } else {
                types[i] = bind(i + 1, parameters[i]);
            }
        }
    }

    private int bind(int at, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(at, text);
            return Types.VARCHAR;
        }
        if (value instanceof Enum<?> constant) {
            statement.setString(at, constant.name());
            return Types.VARCHAR;
        }
        if (value instanceof Integer number) {
            statement.setInt(at, number);
            return Types.INTEGER;
        }
        if (value instanceof Boolean flag) {
            statement.setInt(at, flag ? 1 : 0);
            return Types.INTEGER;
        }
        if (value instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
            return Types.BINARY;
        }
        statement.setLong(at, whole(value));
        return Types.BIGINT;
    }

    private static long whole(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Instant time) {
            return time.toEpochMilli();
        }
        if (value instanceof Duration length) {
            return length.toMillis();
        }
        throw new IllegalArgumentException(
                "not a supported SQL parameter: " + value.getClass().getName());
    }
}
