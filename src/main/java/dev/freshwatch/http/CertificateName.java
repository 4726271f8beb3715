package dev.freshwatch.http;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/** Whether a certificate is made out to a host, by the rules of every call that {@link BoundedHttpClient} makes. */
public final class CertificateName {

    private CertificateName() {}

    /** @param host a name, or an address; brackets of IPv6 do not matter */
    public static boolean matches(String host, X509Certificate certificate) {
        try {
            new DefaultHostnameVerifier().verify(UrlHost.withoutBrackets(host), certificate);
            return true;
        } catch (SSLException e) {
            return false;
        }
    }
}
