package dev.freshwatch.sim;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server side of TLS over an existing connection. */
final class Tls {

    private Tls() {}

    /**
     * Layers TLS by hand, so that the TCP connection below can still be reset.
     *
     * @param context null = no TLS: returns the plain socket
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
