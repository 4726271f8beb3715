package dev.freshwatch.sim;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server's side of TLS over a connection that is already there. */
final class Tls {

    private Tls() {}

    /**
     * Layered by hand, so that the TCP connection below can still be reset.
     *
     * @param context null = no TLS: gives the plain socket back
     */
    static Socket over(Socket plain, SSLContext context) throws IOException {
        if (context == null) {
            return plain;
        }
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }
}
