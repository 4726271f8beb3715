package dev.freshwatch.sink;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** A collector that asks for a client certificate closed the connection before anything was sent to it. */
final class ClientCertificateRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean shown;

    /**
     * @param shown whether we had a certificate to show
     * @param cause null = it just closed
     */
    ClientCertificateRefused(boolean shown, Throwable cause) {
        super("refused after it asked for a client certificate", cause);
        this.shown = shown;
    }

    /** As for the log and the outbox. */
    String words() {
        return shown
                ? "refuses our client certificate (sink.syslog.tls.cert-file)"
                : "demands a client certificate; sink.syslog.tls.cert-file names ours";
    }

    /**
     * Whether it was the peer that went no further, and not we: it said so in the words of TLS, or just ended the connection,
     * which can overtake its words.
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
