package dev.freshwatch.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Tells whether a peer ended a connection because of our client certificate or because it got none. With TLS 1.2 this
 * happens in the handshake; with TLS 1.3 only after the handshake looks complete to us, at the first read.
 */
final class ClientRefusal {

    /** A closed connection proves nothing by itself, so both texts only say what happened. */
    static final String NONE_SHOWN = "server asked for a client certificate, got none and ended the connection";

    static final String OURS_SHOWN = "server got our client certificate and ended the connection";

    /** The JDK's text for an alert from the peer; RFC 8446, section 6. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

    /** Alerts with which servers refuse a client certificate or the lack of one. */
    private static final Pattern OF_CERTIFICATE =
            Pattern.compile("certificate_(required|unknown|expired|revoked)|no_certificate|bad_certificate"
                    + "|unsupported_certificate|handshake_failure|unknown_ca|access_denied|decrypt_error");

    private ClientRefusal() {}

    /** Returns null if the failure has another cause. */
    static String byAlert(Exception failure, CallProgress call) {
        String alert = alert(failure);
        boolean refused = alert != null && OF_CERTIFICATE.matcher(alert).matches();
        return refused && call.wasAskedForCertificate() ? words(call) : null;
    }

    /**
     * The same for a connection that was just closed: after writing to a peer that is already gone, its alert often can
     * no longer be read. Returns null if the peer had not asked, or had accepted us on this connection before.
     */
    static String byClosing(CallProgress call) {
        return !call.isOnKeptConnection() && call.wasAskedForCertificate() ? words(call) : null;
    }

    private static String words(CallProgress call) {
        return call.showsCertificate() ? OURS_SHOWN : NONE_SHOWN;
    }

    private static String alert(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SSLException && at.getMessage() != null) {
                Matcher alert = ALERT.matcher(at.getMessage());
                if (alert.find()) {
                    return alert.group(1);
                }
            }
        }
        return null;
    }
}
