package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the state is kept: {@code jdbc:sqlite:} and a file. */
final class StateUrl {

    static final String PREFIX = "jdbc:sqlite:";

    /** The file, perhaps relative. Hidden in faults: the URL of another database may hold a password. */
    static final Type<Path> TYPE = new Type<>("JDBC URL", Type.Shown.HIDDEN, StateUrl::file);

    private StateUrl() {}

    private static Path file(String text) throws BadValue {
        String hint = "write jdbc:sqlite:state/freshwatch.db";
        if (!text.startsWith(PREFIX)) {
            throw new BadValue("is not for SQLite, the only database of this version", hint);
        }
        String file = text.substring(PREFIX.length());
        if (file.isBlank() || file.startsWith(":")) {
            throw new BadValue("names no file, so nothing would outlive a restart", hint);
        }
        if (file.startsWith("file:") || file.contains("?")) {
            throw new BadValue("holds more than a path", hint + ", without options");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new BadValue("holds no path", hint);
        }
    }
}
