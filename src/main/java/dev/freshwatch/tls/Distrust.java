package dev.freshwatch.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Says in plain words why a certificate is not trusted. */
public final class Distrust {

    /** What the reason goes on from. */
    public static final String UNTRUSTED = "certificate is not trusted: ";

    public static final String NO_KNOWN_CA = "it does not lead to a known CA";

    private Distrust() {}

    /** The reason, of a failure or one of its causes; null where it is another one, or no certificate is at fault. */
    public static String in(Throwable failure) {
        String reason = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateExpiredException) {
                return "it has expired";
            }
            if (at instanceof CertificateNotYetValidException) {
                return "it is not valid yet";
            }
            if (at instanceof CertPathBuilderException) {
                // what is below it says more, where there is something
                reason = NO_KNOWN_CA;
            }
        }
        return reason;
    }
}
