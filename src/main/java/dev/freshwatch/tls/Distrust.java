package dev.freshwatch.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Explains why a certificate is not trusted. */
public final class Distrust {

    /** Prefix of the reason. */
    public static final String UNTRUSTED = "certificate is not trusted: ";

    public static final String NO_KNOWN_CA = "it does not lead to a known CA";

    private Distrust() {}

    /**
     * Returns the reason found in a failure or its causes; null if it is another one, or if no certificate is at fault.
     */
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
                // A cause further down may say more.
                reason = NO_KNOWN_CA;
            }
        }
        return reason;
    }
}
