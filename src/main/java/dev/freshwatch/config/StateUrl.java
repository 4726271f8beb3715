package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the state is stored: {@code jdbc:sqlite:} and a file, or {@code jdbc:postgresql://host:port/database?options}.
 *
 * @param address the part before the options; for SQLite the file, possibly relative
 * @param options {@code name=value}, in their order; none for SQLite
 */
record StateUrl(boolean isPostgres, String address, List<String> options) {

    /** Not shown in faults, because it may contain a misplaced password. */
    static final Type<StateUrl> TYPE = new Type<>("JDBC URL", Type.Shown.HIDDEN, StateUrl::parse);

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final Pattern POSTGRES =
            Pattern.compile("//" + HOST + "(?:," + HOST + ")*/[A-Za-z0-9._%-]+", Pattern.CASE_INSENSITIVE);
    private static final String POSTGRES_HINT = "write jdbc:postgresql://host:port/database";
    private static final String SQLITE_HINT = "write jdbc:sqlite:state/freshwatch.db";

    /** Options whose values are files. */
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
            throw new BadValue("names no file, so nothing would survive a restart", SQLITE_HINT);
        }
        if (file.startsWith("file:") || file.contains("?")) {
            throw new BadValue("contains more than a path", SQLITE_HINT + ", without options");
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
            throw new BadValue("contains a login", POSTGRES_HINT + ", and set state.username and state.password");
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
            throw new BadValue("contains a login", "set state.username and state.password instead");
        }
        if (!OPTIONS.contains(name) || equals == option.length() - 1 || equals < 0) {
            throw new BadValue(
                    "has an option that is unknown or empty",
                    "allowed after the ? are " + Types.choice(OPTIONS) + ", each with = and a value");
        }
        return option;
    }

    /** The file of this option; null if it is not set. */
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
