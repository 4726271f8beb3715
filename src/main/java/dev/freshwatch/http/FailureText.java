package dev.freshwatch.http;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.tls.Distrust;
import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Says in plain words why there is no answer. Looks at types first; texts of the runtime are only the last resort. */
final class FailureText {

    static final String UNKNOWN_HOST = "unknown host";
    static final String NOT_HTTP = "answer is not HTTP";
    static final String OTHER_HOST = "host name does not match the certificate";
    static final String NO_TLS = "no TLS: ";
    static final String HANDSHAKE_CLOSED = "connection was closed during the TLS handshake";

    private FailureText() {}

    static NoAnswer explain(Exception failure, CallProgress call) {
        return call.way().blame(words(failure, call), call.step());
    }

    private static NoAnswer words(Exception failure, CallProgress call) {
        NoAnswer known = find(failure, NoAnswer.class);
        if (known != null) {
            return known;
        }
        if (find(failure, SocketTimeoutException.class) != null) {
            return call.tooLate();
        }
        return switch (call.step()) {
            case QUEUED -> notConnected("the HTTP client is closed", failure);
            case RESOLVING -> notConnected(UNKNOWN_HOST, failure);
            case CONNECTING -> connecting(failure);
            case TUNNELLING -> tunnelling(failure, call);
            case SECURING -> securing(failure, call);
            case ASKING, ANSWERING -> asking(failure, call);
        };
    }

    private static NoAnswer connecting(Exception failure) {
        if (find(failure, UnknownHostException.class) != null) {
            return notConnected(UNKNOWN_HOST, failure);
        }
        if (find(failure, NoRouteToHostException.class) != null) {
            return notConnected("no route to host", failure);
        }
        String text = rootText(failure);
        if (text.toLowerCase(Locale.ROOT).contains("refused")) {
            return notConnected("connection refused", failure);
        }
        return notConnected("no connection: " + text, failure);
    }

    private static NoAnswer tunnelling(Exception failure, CallProgress call) {
        if (failure instanceof HttpException) {
            return notConnected(NOT_HTTP, failure);
        }
        String words =
                "connection was closed before there was one to " + call.way().target();
        return notConnected(words, failure);
    }

    private static NoAnswer securing(Exception failure, CallProgress call) {
        String refusal = ClientRefusal.byAlert(failure, call);
        if (refusal != null) {
            return notConnected(refusal, failure);
        }
        if (find(failure, SSLPeerUnverifiedException.class) != null) {
            return notConnected(OTHER_HOST, failure);
        }
        if (find(failure, CertificateException.class) != null) {
            return notConnected(Distrust.UNTRUSTED + distrust(failure), failure);
        }
        if (find(failure, EOFException.class) != null || find(failure, SocketException.class) != null) {
            String closed = ClientRefusal.byClosing(call);
            return notConnected(closed == null ? HANDSHAKE_CLOSED : closed, failure);
        }
        return notConnected(NO_TLS + rootText(failure), failure);
    }

    private static String distrust(Exception failure) {
        String known = Distrust.in(failure);
        return known == null ? rootText(failure) : known;
    }

    private static NoAnswer asking(Exception failure, CallProgress call) {
        if (failure instanceof MessageConstraintException) {
            return new NoAnswer(Kind.TOO_LONG, "answer has headers that are too long or too many", failure);
        }
        if (failure instanceof HttpException) {
            return new NoAnswer(Kind.BROKEN, NOT_HTTP, failure);
        }
        if (!(failure instanceof IOException)) {
            return new NoAnswer(
                    Kind.BROKEN, "call failed: " + failure.getClass().getSimpleName(), failure);
        }
        if (call.answerBegan()) {
            return new NoAnswer(Kind.BROKEN, "answer broke off in its headers", failure);
        }
        if (failure instanceof SSLException) {
            // with TLS 1.3 a peer can refuse the handshake after we believe it to be done
            String refusal = ClientRefusal.byAlert(failure, call);
            return notConnected(refusal == null ? NO_TLS + rootText(failure) : refusal, failure);
        }
        // of a server that only likes to have a certificate the request may have been read: never "not connected"
        String closed = ClientRefusal.byClosing(call);
        return new NoAnswer(Kind.DROPPED, closed == null ? "connection was closed before an answer" : closed, failure);
    }

    private static NoAnswer notConnected(String words, Exception failure) {
        return new NoAnswer(Kind.NOT_CONNECTED, words, failure);
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
