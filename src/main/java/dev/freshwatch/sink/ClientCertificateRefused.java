package dev.freshwatch.sink;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** A collector that requires a client certificate closed the connection before anything was sent. */
final class ClientCertificateRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean shown;

    /**
     * Creates the exception.
     *
     * @param shown whether we had a certificate to present
     * @param cause null = the connection was just closed
     */
    ClientCertificateRefused(boolean shown, Throwable cause) {
        super("closed after it required a client certificate", cause);
        this.shown = shown;
    }

    /** Text for the log and the outbox. */
    String words() {
        return shown
                ? "rejects our client certificate (sink.syslog.tls.cert-file)"
                : "requires a client certificate; set sink.syslog.tls.cert-file";
    }

    /**
     * Whether it was the peer that ended the connection: with a TLS alert, or by just closing it, which can arrive
     * before the alert.
     *
     * @param failure null = the connection was closed
     */
    static boolean isOfPeer(Throwable failure) {
        boolean ofTls = false;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                ofTls = true;
                if (at.getMessage() != null && at.getMessage().contains("fatal alert")) {
                    return true;
                }
            }
        }
        return !ofTls;
    }
}
