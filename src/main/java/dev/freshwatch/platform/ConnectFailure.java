package dev.freshwatch.platform;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.http.FailureCause;
import dev.freshwatch.platform.BoundedCall.TooLate;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Explains why a connection could not be made, with or without TLS. */
public final class ConnectFailure {

    private ConnectFailure() {}

    /** @param limit the time limit of the attempt */
    public static String words(IOException failure, Duration limit) {
        return words(failure, limit, false);
    }

    /**
     * The same for a connection with TLS.
     *
     * @param connected whether the TCP connection was made, so that TLS is at fault
     */
    public static String words(IOException failure, Duration limit, boolean connected) {
        if (failure instanceof TooLate || FailureCause.find(failure, SocketTimeoutException.class) != null) {
            return (connected ? "no TLS handshake within " : "no connection within ") + Ages.limit(limit);
        }
        String noHost = FailureCause.unreachableHost(failure);
        if (noHost != null) {
            return noHost;
        }
        String untrusted = FailureCause.untrusted(failure);
        if (untrusted != null) {
            return untrusted;
        }
        if (FailureCause.find(failure, EOFException.class) != null) {
            return FailureCause.HANDSHAKE_CLOSED;
        }
        if (failure instanceof SSLException) {
            return FailureCause.NO_TLS + FailureCause.rootText(failure);
        }
        return failure instanceof SocketException
                ? FailureCause.noConnection(failure)
                : "no connection: " + FailureCause.rootText(failure);
    }
}
