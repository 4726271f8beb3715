package dev.freshwatch.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/** Trusts any certificate: only for {@code tls.insecure=true}, which logs a warning at each start. */
final class TrustAnybody extends TrustInServers {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // trusts any certificate
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        // trusts any certificate
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // trusts any certificate
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
