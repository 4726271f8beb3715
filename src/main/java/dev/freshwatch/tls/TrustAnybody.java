package dev.freshwatch.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/** Believes any certificate: only for {@code tls.insecure=true}, which is warned about at each start. */
final class TrustAnybody extends TrustInServers {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // anybody
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        // anybody
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // anybody
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
