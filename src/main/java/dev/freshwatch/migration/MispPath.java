package dev.freshwatch.migration;

import dev.freshwatch.migration.ScriptText.Asks;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of MISP's own, as it stands in a URL.
 *
 * @param base what stands before it, where MISP is below a path; empty = nothing
 * @param path begins with a slash; without what stands behind a {@code ?}
 */
record MispPath(String base, String path, Asks asks) {

    /** The paths by which a MISP is known; {@code events} alone would be anybody's. */
    static final String KNOWN = "/(?:users/(?:login|heartbeat|view|statistics)"
            + "|servers/(?:get\\w{1,40}|restart\\w{1,40}|start\\w{1,40}|stop\\w{1,40}|killAllWorkers|index"
            + "|serverSettings|update\\w{0,40})"
            + "|(?:events|attributes)/(?:index|restSearch|view|csv|json|xml|nids)"
            + "|feeds/(?:index|view))";

    private static final Pattern WHOLE = Pattern.compile(
            "((?:/[A-Za-z0-9._~%-]{1,100}){0,4}?)(" + KNOWN + "(?:[/.:][A-Za-z0-9/._~:%-]{0,300})?)(?:\\?.*)?",
            Pattern.CASE_INSENSITIVE);

    /** Of an absolute path; empty where it is none of MISP's. */
    static Optional<MispPath> of(String path) {
        Matcher whole = WHOLE.matcher(path);
        return whole.matches()
                ? Optional.of(new MispPath(whole.group(1), whole.group(2), asks(whole.group(2))))
                : Optional.empty();
    }

    /** What is asked by a path that begins with one of {@link #KNOWN}. */
    static Asks asks(String known) {
        String path = known.toLowerCase(Locale.ROOT);
        if (path.startsWith("/users/login") || path.startsWith("/users/heartbeat")) {
            return Asks.PAGE;
        }
        if (path.startsWith("/servers/getworkers")) {
            return Asks.WORKERS;
        }
        return path.matches("/servers/(restart|start|stop|kill)\\w*workers?.*") ? Asks.RESTART : Asks.REST;
    }

    /** Whether it is the login page, which is known by its text. */
    boolean isLogin() {
        return path.toLowerCase(Locale.ROOT).startsWith("/users/login");
    }
}
