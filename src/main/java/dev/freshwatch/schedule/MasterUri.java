package dev.freshwatch.schedule;

import dev.freshwatch.freshness.PlainText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of Camel's {@code master:} component, such as {@code master:mine:timer:tick}: what begins a route on one node at
 * a time.
 *
 * @param namespace what has one node; all routes with the same one begin on the same node
 * @param endpoint  the address of what begins the route, without its options
 */
public record MasterUri(String namespace, String endpoint) {

    /** Prefix of the lease of a namespace, and of the timers below it, to keep them apart from all others. */
    public static final String OWN = "own/";

    private static final Pattern MASTER =
            Pattern.compile("master:(?://)?([^:?]*)(?::([^?]*))?(?:[?].*)?", Pattern.DOTALL);
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int LONGEST = 80;
    private static final Pattern TIMER = Pattern.compile("^timer:(?://)?");

    /** What only routes of the same node send to. */
    private static final Set<String> INNER = Set.of("direct", "seda");

    public MasterUri {
        endpoint = endpoint == null ? "" : endpoint;
    }

    /** Empty if this is another address. */
    public static Optional<MasterUri> of(String uri) {
        Matcher matcher = MASTER.matcher(uri);
        return matcher.matches() ? Optional.of(new MasterUri(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** The address that begins the route: what is below {@code master:}, or the address itself. With its options. */
    public static String beneath(String uri) {
        return of(uri).map(master -> master.endpoint() + uri.replaceFirst("(?s)^[^?]*", ""))
                .orElse(uri);
    }

    /** The lease that decides which node begins the routes of this namespace. */
    public static String lease(String namespace) {
        return OWN + namespace;
    }

    /** What is wrong with a namespace that any route has, and what to write instead; empty = nothing. */
    public static Optional<String> namespaceFault(String namespace) {
        return isNamespace(namespace)
                ? Optional.empty()
                : Optional.of("a cluster has no namespace \"" + PlainText.line(namespace, LONGEST)
                        + "\": write at most 63 letters, digits, dots, dashes and underscores, beginning with a letter or"
                        + " digit, for example mine");
    }

    private static boolean isNamespace(String namespace) {
        return namespace != null && NAMESPACE.matcher(namespace).matches();
    }

    /** What is wrong with it, and what to write instead; empty = nothing. Placeholders must have been replaced. */
    public Optional<String> fault() {
        if (!isNamespace(namespace) || endpoint.isEmpty()) {
            return Optional.of(
                    "master: needs a namespace of letters, digits, dots, dashes and underscores, and what begins the"
                            + " route; write for example master:mine:timer:tick");
        }
        String scheme = endpoint.split(":", 2)[0];
        if (INNER.contains(scheme)) {
            return Optional.of(scheme + ": is called on the node that calls it, whichever node has " + namespace
                    + "; put master: before what begins that route, and remove it here");
        }
        if (scheme.equals("outbox") || scheme.equals("master")) {
            return Optional.of(scheme + ": is worked on by one node at a time already; remove master:" + namespace
                    + ": before it");
        }
        return Optional.empty();
    }

    /** What Camel makes of the endpoint: a timer gets a name that tells by which lease it runs. */
    String delegate() {
        return TIMER.matcher(endpoint).replaceFirst("timer:" + Matcher.quoteReplacement(lease(namespace)) + "/");
    }
}
