package dev.freshwatch.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;

/**
 * Parses values that are written elsewhere than in {@code application.properties}, with the same types and messages.
 */
public final class Texts {

    private Texts() {}

    /** {@code 30s 20m 2h 7d}, at least one second. */
    public static Duration duration(String text) throws BadValue {
        return Types.DURATION.parse(text);
    }

    /** Formats a duration as it would be written: {@code 90s}, {@code 20m}. */
    public static String written(Duration duration) {
        return Durations.text(duration);
    }

    /** An http or https URL without user and password. */
    public static URI url(String text) throws BadValue {
        return Addresses.URL.parse(text);
    }

    /** The URL of an ESM: http or https, host and port. */
    /**
     * Reads the address of a PostgreSQL, with the options that {@code state.url} may have, and returns it with absolute paths.
     *
     * @param home where relative paths start
     */
    public static String postgres(String text, Path home) throws BadValue {
        try {
            StateUrl url = StateUrl.TYPE.parse(text);
            if (!url.isPostgres()) {
                throw new BadValue("is not for PostgreSQL", "write jdbc:postgresql://host:port/database");
            }
            return url.at(home);
        } catch (BadValue e) {
            throw new BadValue(e.problem(), e.hint().replace("state.", ""));
        }
    }

    public static URI esmUrl(String text) throws BadValue {
        return Addresses.PLATFORM_URL.parse(text);
    }

    /** The URL of a proxy: http, host and port. */
    public static URI proxyUrl(String text) throws BadValue {
        return ProxyTypes.URL.parse(text);
    }

    /** The URL of a MISP: http or https, host and port, and an optional path. */
    public static URI mispUrl(String text) throws BadValue {
        return Addresses.PLATFORM_BASE.parse(text);
    }

    /**
     * Reads the secret in a file, like <code>{{file:PATH}}</code>.
     *
     * @throws BadValue if it cannot be read, or is probably not a secret; never shows its content
     */
    public static Secret secretFile(Path file) throws BadValue {
        try {
            String text = TextFile.read(file, Placeholders.LONGEST).replaceFirst("\\r?\\n\\z", "");
            FileSlips.Slip slip = FileSlips.in(text, true);
            if (slip != null) {
                throw new BadValue("cannot be used: " + slip.what(), slip.instead());
            }
            return new Secret(text);
        } catch (TextFile.Unreadable e) {
            throw new BadValue(
                    "cannot be read: " + e.getMessage(), "name a UTF-8 text file that contains only the secret");
        }
    }

    /** {@code http://proxy.example:3128}; empty for {@code none}. */
    public static Optional<URI> proxy(String text) throws BadValue {
        return ProxyTypes.OWN.parse(text);
    }

    /** A host name or an address; never something that a command would take as an option. */
    public static String host(String text) throws BadValue {
        return Addresses.HOST.parse(text);
    }

    /** A port from 1 to 65535. */
    public static int port(String text) throws BadValue {
        return Types.PORT.parse(text);
    }

    /** An IANA zone. */
    public static ZoneId zone(String text) throws BadValue {
        ZoneId zone = Types.ZONE.parse(text);
        if (zone == null) {
            throw new BadValue("is not a known time zone", "write an IANA name such as Europe/Berlin");
        }
        return zone;
    }

    /** The closest candidate within a few typing errors, or empty. */
    public static Optional<String> nearest(String text, Collection<String> candidates) {
        return Nearest.of(text, candidates);
    }
}
