package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.tls.Distrust;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says with a failure of a call which host and port it was, by which key of the configuration, and by which key it is
 * mended where one is. For the typical mistakes; everything else stays as it is.
 */
public final class Remedy {

    /** As the JDK says it, in every language of the machine. */
    private static final Pattern OTHER_NAME = Pattern.compile("No (subject alternative|name matching)");

    private final String urlKey;
    private final String caFileKey;
    private final String certFileKey;
    private final String keyFileKey;

    /**
     * For the calls of one peer.
     *
     * @param urlKey    the key that names the address, such as {@code misp.intel.url}
     * @param caFileKey the key that names whom to trust, such as {@code misp.intel.tls.ca-file}; those of our own
     *                  certificate and its key are beside it
     */
    public Remedy(String urlKey, String caFileKey) {
        this.urlKey = urlKey;
        this.caFileKey = caFileKey;
        String beside = caFileKey.substring(0, caFileKey.length() - "ca-file".length());
        this.certFileKey = beside + "cert-file";
        this.keyFileKey = beside + "key-file";
    }

    /** The message of the failure, with what helps. One line, without secrets: of the address only host and port. */
    public String of(NoAnswer problem, URI uri) {
        String said = problem.getMessage();
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        if (problem.isOfProxy()) {
            return said;
        }
        if (said.equals(ClientRefusal.NONE_SHOWN)) {
            return said + "; write ours into " + certFileKey + " and " + keyFileKey;
        }
        if (said.equals(ClientRefusal.OURS_SHOWN)) {
            return said + "; it may not accept what " + certFileKey + " names";
        }
        if (problem.kind() == Kind.BROKEN && !tls && said.startsWith(FailureText.NOT_HTTP)) {
            return said + "; if the port wants TLS, write https:// in " + urlKey;
        }
        if (problem.kind() != Kind.NOT_CONNECTED) {
            return said;
        }
        if (said.equals(FailureCause.UNKNOWN_HOST)) {
            return String.format(Locale.ROOT, "%s %s (%s)", said, UrlHost.of(uri), urlKey);
        }
        if (said.equals(FailureText.OTHER_HOST) || OTHER_NAME.matcher(said).find()) {
            return said + "; " + urlKey + " must name the host as its certificate does";
        }
        if (said.equals(Distrust.UNTRUSTED + Distrust.NO_KNOWN_CA)) {
            return said + "; " + caFileKey + " names a CA, or the certificate itself where it is self-signed";
        }
        if (said.startsWith(Distrust.UNTRUSTED)) {
            return said;
        }
        String where = String.format(Locale.ROOT, "%s: %s port %d", said, UrlHost.of(uri), UrlHost.portOrUsual(uri));
        return said.startsWith(FailureCause.NO_TLS) || said.equals(FailureCause.HANDSHAKE_CLOSED)
                ? where + "; if it speaks no TLS, write http:// in " + urlKey
                : where + " (" + urlKey + ")";
    }
}
