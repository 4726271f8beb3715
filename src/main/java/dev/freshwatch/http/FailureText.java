package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Explains why there is no answer. Decides by exception types; texts of the runtime are the last resort. */
final class FailureText {

    static final String NOT_HTTP = "answer is not HTTP";
    static final String OTHER_HOST = "host name does not match the certificate";

    private FailureText() {}

    static NoAnswer explain(Exception failure, CallProgress call) {
        return call.way().blame(words(failure, call), call.step());
    }

    private static NoAnswer words(Exception failure, CallProgress call) {
        NoAnswer known = FailureCause.find(failure, NoAnswer.class);
        if (known != null) {
            return known;
        }
        if (FailureCause.find(failure, SocketTimeoutException.class) != null) {
            return call.tooLate();
        }
        return switch (call.step()) {
            case QUEUED -> notConnected("the HTTP client is closed", failure);
            case RESOLVING -> notConnected(FailureCause.UNKNOWN_HOST, failure);
            case CONNECTING -> connecting(failure);
            case TUNNELLING -> tunnelling(failure, call);
            case SECURING -> securing(failure, call);
            case ASKING, ANSWERING -> asking(failure, call);
        };
    }

    private static NoAnswer connecting(Exception failure) {
        String noHost = FailureCause.unreachableHost(failure);
        return notConnected(noHost == null ? FailureCause.noConnection(failure) : noHost, failure);
    }

    private static NoAnswer tunnelling(Exception failure, CallProgress call) {
        if (failure instanceof HttpException) {
            return notConnected(NOT_HTTP, failure);
        }
        String words = "connection was closed before it led to " + call.way().target();
        return notConnected(words, failure);
    }

    private static NoAnswer securing(Exception failure, CallProgress call) {
        String refusal = ClientRefusal.byAlert(failure, call);
        if (refusal != null) {
            return notConnected(refusal, failure);
        }
        if (FailureCause.find(failure, SSLPeerUnverifiedException.class) != null) {
            return notConnected(OTHER_HOST, failure);
        }
        String untrusted = FailureCause.untrusted(failure);
        if (untrusted != null) {
            return notConnected(untrusted, failure);
        }
        if (FailureCause.find(failure, EOFException.class) != null
                || FailureCause.find(failure, SocketException.class) != null) {
            String closed = ClientRefusal.byClosing(call);
            return notConnected(closed == null ? FailureCause.HANDSHAKE_CLOSED : closed, failure);
        }
        return notConnected(FailureCause.NO_TLS + FailureCause.rootText(failure), failure);
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
            return new NoAnswer(Kind.BROKEN, "answer broke off within its headers", failure);
        }
        if (failure instanceof SSLException) {
            // With TLS 1.3, a peer can refuse the handshake after it looks complete to us.
            String refusal = ClientRefusal.byAlert(failure, call);
            return notConnected(
                    refusal == null ? FailureCause.NO_TLS + FailureCause.rootText(failure) : refusal, failure);
        }
        // A server that merely prefers a certificate may have read the request: never report "not connected".
        String closed = ClientRefusal.byClosing(call);
        return new NoAnswer(Kind.DROPPED, closed == null ? "connection was closed before an answer" : closed, failure);
    }

    private static NoAnswer notConnected(String words, Exception failure) {
        return new NoAnswer(Kind.NOT_CONNECTED, words, failure);
    }
}
