package dev.freshwatch.service;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.service.BoundedCall.TooLate;
import dev.freshwatch.tls.Distrust;
import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in plain words why there is no connection. Looks at types first; texts of the runtime are the last resort. */
final class Words {

    private Words() {}

    /** @param limit the time that there was */
    static String of(IOException failure, Duration limit) {
        return of(failure, limit, false);
    }

    /** @param connected whether it was already the turn of TLS */
    static String of(IOException failure, Duration limit, boolean connected) {
        if (failure instanceof TooLate || find(failure, SocketTimeoutException.class) != null) {
            return (connected ? "no TLS handshake within " : "no connection within ") + Ages.limit(limit);
        }
        if (find(failure, UnknownHostException.class) != null) {
            return "unknown host";
        }
        if (find(failure, NoRouteToHostException.class) != null) {
            return "no route to host";
        }
        CertificateException distrusted = find(failure, CertificateException.class);
        if (distrusted != null) {
            return Distrust.UNTRUSTED + distrust(failure);
        }
        if (find(failure, EOFException.class) != null) {
            return "connection was closed during the TLS handshake";
        }
        if (failure instanceof SSLException) {
            return "no TLS: " + rootText(failure);
        }
        String text = rootText(failure);
        boolean refused = failure instanceof SocketException
                && text.toLowerCase(Locale.ROOT).contains("refused");
        return refused ? "connection refused" : "no connection: " + text;
    }

    private static String distrust(Exception failure) {
        String known = Distrust.in(failure);
        return known == null ? rootText(failure) : known;
    }

    private static String rootText(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return PlainText.line(text, 100);
    }

    private static <T> T find(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
