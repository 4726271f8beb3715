package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.tls.Distrust;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Adds to a failure which host and port it concerns, which configuration key names them, and, for typical mistakes,
 * which key to change.
 */
public final class Remedy {

    /** JDK text, the same in every language. */
    private static final Pattern OTHER_NAME = Pattern.compile("No (subject alternative|name matching)");

    private final String urlKey;
    private final String caFileKey;

    /**
     * For the calls to one peer.
     *
     * @param urlKey    the key that names the address, such as {@code misp.intel.url}
     * @param caFileKey the key of the trusted CAs, such as {@code misp.intel.tls.ca-file}; the keys of our own
     *                  certificate have the same prefix
     */
    public Remedy(String urlKey, String caFileKey) {
        this.urlKey = urlKey;
        this.caFileKey = caFileKey;
    }

    /**
     * Returns the failure's message, with advice if it is about certificates; for calls whose address has no key.
     *
     * @param caFileKey as for the constructor
     */
    public static String ofCertificates(NoAnswer problem, String caFileKey) {
        String message = problem.getMessage();
        String beside = caFileKey.substring(0, caFileKey.length() - "ca-file".length());
        if (message.equals(ClientRefusal.NONE_SHOWN)) {
            return message + "; set " + beside + "cert-file and " + beside + "key-file";
        }
        if (message.equals(ClientRefusal.OURS_SHOWN)) {
            return message + "; it may not accept the certificate that " + beside + "cert-file names";
        }
        if (message.equals(Distrust.UNTRUSTED + Distrust.NO_KNOWN_CA)) {
            return message + "; " + caFileKey + " must name the CA, or the certificate itself if it is self-signed";
        }
        return message;
    }

    /** Returns the failure's message with advice: one line, without secrets, with only host and port of the address. */
    public String of(NoAnswer problem, URI uri) {
        String message = problem.getMessage();
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        if (problem.isOfProxy()) {
            return message;
        }
        String ofCertificates = ofCertificates(problem, caFileKey);
        if (!ofCertificates.equals(message)) {
            return ofCertificates;
        }
        if (problem.kind() == Kind.BROKEN && !tls && message.startsWith(FailureText.NOT_HTTP)) {
            return message + "; if the port uses TLS, write https:// in " + urlKey;
        }
        if (problem.kind() != Kind.NOT_CONNECTED) {
            return message;
        }
        if (message.equals(FailureCause.UNKNOWN_HOST)) {
            return String.format(Locale.ROOT, "%s %s (%s)", message, UrlHost.of(uri), urlKey);
        }
        if (message.equals(FailureText.OTHER_HOST)
                || OTHER_NAME.matcher(message).find()) {
            return message + "; " + urlKey + " must name the host as in its certificate";
        }
        if (message.startsWith(Distrust.UNTRUSTED)) {
            return message;
        }
        String where = String.format(Locale.ROOT, "%s: %s port %d", message, UrlHost.of(uri), UrlHost.portOrUsual(uri));
        return message.startsWith(FailureCause.NO_TLS) || message.equals(FailureCause.HANDSHAKE_CLOSED)
                ? where + "; if it does not use TLS, write http:// in " + urlKey
                : where + " (" + urlKey + ")";
    }
}
