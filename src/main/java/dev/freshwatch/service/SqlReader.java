package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.jdbc.DatabaseQuery;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the parameters of {@code service-sql}. */
final class SqlReader {

    /** The URL of a database whose driver an operator has added. */
    private static final Pattern OTHER = Pattern.compile("jdbc:([a-z][a-z0-9+]{0,40}):.");

    private static final Pattern LOGIN = Pattern.compile("(?i)(password|passwd|pwd)\\s*=|/[^/@]+@");
    private static final Pattern SELECT = Pattern.compile("(?i)^[\\s(]*(select|with)\\b");

    private final Parameters given;
    private final Trusts trusts;

    /** @param trusts where relative paths start */
    SqlReader(Parameters given, Trusts trusts) {
        this.given = given;
        this.trusts = trusts;
    }

    /**
     * Returns null if there are faults.
     *
     * @param otherwise the limits; those of sources that {@code limits} does not name
     */
    Service read(Question question, Duration every, Limits otherwise, Duration timeout) {
        DatabaseQuery query = query(timeout);
        Boolean many = given.require("rows", SqlReader::many, "write one or many");
        if (many == null) {
            return null;
        }
        ListReader lists = new ListReader(given, null);
        if (many) {
            return lists.of(question, every, otherwise, new SqlSource(query), lists.columns(cell(0), cell(2), cell(1)));
        }
        Stream.of("include", "exclude", "limits")
                .filter(name -> given.text(name) != null)
                .forEach(name -> given.fault(name, "is for many sources", "set rows to many, or leave it out"));
        TimeStamps times = lists.columns(null, null, null).times();
        Question one = new Question(question.check(), question.subject(), question.what(), otherwise);
        return given.faults().isEmpty() ? new SqlService(one, every, query, times) : null;
    }

    private static RowPath cell(int number) {
        try {
            return RowPath.of("$[" + number + "]");
        } catch (BadValue e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean many(String text) throws BadValue {
        return switch (text) {
            case "one" -> false;
            case "many" -> true;
            default -> throw new BadValue("is neither one nor many", "write one, or many for a row for each source");
        };
    }

    private DatabaseQuery query(Duration timeout) {
        String url = url();
        String sql = given.require("query", text -> text, "write SELECT max(received_at) FROM events");
        if (sql != null
                && url != null
                && !isPostgres(url)
                && !SELECT.matcher(sql).find()) {
            given.fault("query", "does not begin with SELECT or WITH", "write a query that only reads");
        }
        String username = given.text("username");
        String password = given.text("password");
        if (password != null && !Parameters.isSecret(password)) {
            given.fault(
                    "password",
                    "is a secret, and secrets must not be in route files",
                    "write secret.<name>={{file:…}} into application.properties, and secret.<name> here");
        }
        String values = given.text("values");
        return new DatabaseQuery(
                url,
                username == null ? null : given.revealed("username", username),
                password == null || !Parameters.isSecret(password) ? null : given.revealed("password", password),
                sql,
                values == null ? List.of() : values.lines().map(String::strip).toList(),
                timeout);
    }

    /** Never shown: it may contain a login where it should not. */
    private String url() {
        String text = given.text("url");
        if (text == null) {
            given.fault("url", "is missing", "write jdbc:postgresql://host:port/database");
            return null;
        }
        Secret url = given.revealed("url", text);
        try {
            return url == null ? null : url(url.reveal(), Parameters.isSecret(text));
        } catch (BadValue e) {
            given.fault("url", "the value " + e.problem(), e.hint());
            return null;
        }
    }

    private String url(String text, boolean secret) throws BadValue {
        Matcher other = OTHER.matcher(text);
        if (isPostgres(text) || !other.lookingAt() || other.group(1).equals("sqlite")) {
            return Texts.postgres(text, trusts.path("."));
        }
        if (!secret && LOGIN.matcher(text).find()) {
            throw new BadValue("contains a login", "set username and password instead");
        }
        if (!DatabaseQuery.hasDriver(text)) {
            throw new BadValue(
                    "is for no database whose driver is there",
                    "put the jar of the driver for jdbc:" + other.group(1)
                            + ": into lib/ next to application.properties");
        }
        return text;
    }

    private static boolean isPostgres(String url) {
        return url.startsWith("jdbc:postgresql:");
    }
}
