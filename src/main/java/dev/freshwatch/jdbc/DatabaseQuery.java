package dev.freshwatch.jdbc;

import dev.freshwatch.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query to a database.
 *
 * @param url      {@code jdbc:postgresql://host:port/database?options}, with absolute paths; or what another driver accepts
 * @param username null = that of the process owner
 * @param password null = none is needed
 * @param sql      a single query, with a {@code ?} for each value
 * @param values   bound as texts of no type, so that the database makes of each what it is compared with
 * @param timeout  of everything, from connecting to the last row
 */
public record DatabaseQuery(
        String url, Secret username, Secret password, String sql, List<String> values, Duration timeout) {

    private static final String MASK = "…";

    /** The value of an option. */
    private static final Pattern LOGIN =
            Pattern.compile("(?i)(?:password|passwd|pwd|token|secret|key)\\w*\\s*=\\s*([^&;,)}\\s]+)");

    /** A user, and the password behind it. */
    private static final Pattern USER = Pattern.compile("[^/:]*[/:](.+)");

    public DatabaseQuery {
        values = List.copyOf(values);
    }

    /** Whether it is one of the databases whose driver is on board. */
    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Whether a driver is there that accepts this URL; it need not be valid otherwise. */
    public static boolean hasDriver(String url) {
        return DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (SQLException | RuntimeException | LinkageError e) {
                // its own kind of URL, and not well written: connecting says what is wrong
                return true;
            }
        });
    }

    /** A URL that comes from a secret may contain a login, and some drivers repeat it in their messages. */
    String withoutSecrets(String message) {
        String masked = message.replace(url, "(url)");
        if (password != null && !password.reveal().isEmpty()) {
            masked = masked.replace(password.reveal(), MASK);
        }
        Matcher login = LOGIN.matcher(url);
        while (login.find()) {
            masked = masked.replace(login.group(1), MASK);
        }
        String inUrl = passwordInUrl();
        return inUrl.isEmpty() ? masked : masked.replace(decoded(inUrl), MASK).replace(inUrl, MASK);
    }

    /** What stands between the user and the last {@code @}, whatever it consists of; empty = nothing does. */
    private String passwordInUrl() {
        int end = url.lastIndexOf('@');
        int slashes = url.indexOf("//") + 2;
        int start = slashes > 1 && slashes < end ? slashes : url.indexOf("thin:") + "thin:".length();
        Matcher user = USER.matcher(end < start ? "" : url.substring(start, end));
        return user.lookingAt() ? user.group(1) : "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // not encoded: a driver repeats it as it is
            return text;
        }
    }

    /** Shows neither login nor values. */
    @Override
    public String toString() {
        return "DatabaseQuery[" + url.replaceFirst("(jdbc:[^:]*:).*", "$1…") + "]";
    }
}
