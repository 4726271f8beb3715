package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the state is kept: {@code jdbc:sqlite:} and a file, or {@code jdbc:postgresql://host:port/database?options}.
 *
 * @param address what stands before the options; of SQLite the file, perhaps relative
 * @param options {@code name=value}, in their order; none with SQLite
 */
record StateUrl(boolean isPostgres, String address, List<String> options) {

    /** Hidden in faults: somebody may have written a password where it does not belong. */
    static final Type<StateUrl> TYPE = new Type<>("JDBC URL", Type.Shown.HIDDEN, StateUrl::parse);

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final Pattern POSTGRES =
            Pattern.compile("//" + HOST + "(?:," + HOST + ")*/[A-Za-z0-9._%-]+", Pattern.CASE_INSENSITIVE);
    private static final String POSTGRES_HINT = "write jdbc:postgresql://host:port/database";
    private static final String SQLITE_HINT = "write jdbc:sqlite:state/freshwatch.db";

    /** Values of these are files. */
    private static final Set<String> FILES = Set.of("sslrootcert", "sslcert", "sslkey");

    private static final List<String> OPTIONS = List.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "currentSchema",
            "targetServerType",
            "connectTimeout",
            "socketTimeout");
    private static final Set<String> LOGIN = Set.of("user", "password", "sslpassword");

    private static StateUrl parse(String text) throws BadValue {
        if (text.startsWith(StateSettings.SQLITE)) {
            return sqlite(text.substring(StateSettings.SQLITE.length()));
        }
        if (text.startsWith(StateSettings.POSTGRESQL)) {
            return postgres(text.substring(StateSettings.POSTGRESQL.length()));
        }
        throw new BadValue("is neither for SQLite nor for PostgreSQL", SQLITE_HINT + ", or jdbc:postgresql://…");
    }

    private static StateUrl sqlite(String file) throws BadValue {
        if (file.isBlank() || file.startsWith(":")) {
            throw new BadValue("names no file, so nothing would outlive a restart", SQLITE_HINT);
        }
        if (file.startsWith("file:") || file.contains("?")) {
            throw new BadValue("holds more than a path", SQLITE_HINT + ", without options");
        }
        try {
            return new StateUrl(false, Path.of(file).toString(), List.of());
        } catch (InvalidPathException e) {
            throw FileNames.notAPath(file, SQLITE_HINT);
        }
    }

    private static StateUrl postgres(String text) throws BadValue {
        int mark = text.indexOf('?');
        String address = mark < 0 ? text : text.substring(0, mark);
        if (address.contains("@")) {
            throw new BadValue("holds a login", POSTGRES_HINT + ", and state.username and state.password");
        }
        Matcher shape = POSTGRES.matcher(address);
        if (!shape.matches()) {
            throw new BadValue("does not name a host and a database", POSTGRES_HINT);
        }
        List<String> options = new ArrayList<>();
        for (String option : mark < 0 ? new String[0] : text.substring(mark + 1).split("&")) {
            options.add(option(option));
        }
        return new StateUrl(true, address, List.copyOf(options));
    }

    private static String option(String option) throws BadValue {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        if (LOGIN.contains(name)) {
            throw new BadValue("holds a login", "write state.username and state.password in its place");
        }
        if (!OPTIONS.contains(name) || equals == option.length() - 1 || equals < 0) {
            throw new BadValue(
                    "has an option that is not known here, or is empty",
                    "behind the ? can stand " + Types.choice(OPTIONS) + ", each with = and a value");
        }
        return option;
    }

    /** The file that this option names; null where it is not there. */
    Path file(String option, Path home) {
        return options.stream()
                .filter(each -> each.startsWith(option + "="))
                .map(each -> home.resolve(each.substring(option.length() + 1)).normalize())
                .findFirst()
                .orElse(null);
    }

    /** The whole URL; relative paths start at home. */
    String at(Path home) {
        if (!isPostgres) {
            return StateSettings.SQLITE + home.resolve(address).normalize();
        }
        List<String> whole = options.stream()
                .map(option -> {
                    String[] parts = option.split("=", 2);
                    return FILES.contains(parts[0])
                            ? parts[0] + "=" + home.resolve(parts[1]).normalize()
                            : option;
                })
                .toList();
        return StateSettings.POSTGRESQL + address + (whole.isEmpty() ? "" : "?" + String.join("&", whole));
    }
}
