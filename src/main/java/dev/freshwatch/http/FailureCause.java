package dev.freshwatch.http;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.tls.Distrust;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;

/** Explains failed connections. Decides by exception types; texts of the runtime are the last resort. */
public final class FailureCause {

    public static final String HANDSHAKE_CLOSED = "connection was closed during the TLS handshake";

    /** Prefix of the runtime's text. */
    public static final String NO_TLS = "no TLS: ";

    static final String UNKNOWN_HOST = "unknown host";

    private FailureCause() {}

    /** Returns the failure itself or the first of its causes of this type; null if there is none. */
    public static <T> T find(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    /** Returns the text of the innermost cause as one short line, or its type if it has no text. */
    public static String rootText(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return PlainText.line(text, 100);
    }

    /** Returns why the host cannot be reached; null if that is not the cause. */
    public static String unreachableHost(Throwable failure) {
        if (find(failure, UnknownHostException.class) != null) {
            return UNKNOWN_HOST;
        }
        return find(failure, NoRouteToHostException.class) == null ? null : "no route to host";
    }

    /** Returns why there is no TCP connection to a host that was found. */
    public static String noConnection(Throwable failure) {
        String text = rootText(failure);
        return text.toLowerCase(Locale.ROOT).contains("refused") ? "connection refused" : "no connection: " + text;
    }

    /** Returns why the certificate is not trusted; null if no certificate is at fault. */
    public static String untrusted(Throwable failure) {
        if (find(failure, CertificateException.class) == null) {
            return null;
        }
        String known = Distrust.in(failure);
        return Distrust.UNTRUSTED + (known == null ? rootText(failure) : known);
    }
}
