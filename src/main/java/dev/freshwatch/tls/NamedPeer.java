package dev.freshwatch.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A context whose engines know whom they talk to and demand a certificate made out to that name.
 *
 * <p>camel-netty asks for an engine without naming the peer ({@code DefaultClientInitializerFactory}, 4.18.0 and
 * 4.22.0). Such an engine checks no host name, and with {@code hostnameVerification=true} it refuses every
 * certificate, because there is no name to compare with.
 */
final class NamedPeer extends SSLContext {

    NamedPeer(SSLContext real, String host) {
        super(new Spi(real, host), real.getProvider(), real.getProtocol());
    }

    private static final class Spi extends SSLContextSpi {

        private final SSLContext real;
        private final String host;

        Spi(SSLContext real, String host) {
            this.real = real;
            this.host = host;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return engineCreateSSLEngine(host, -1);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String peer, int port) {
            SSLEngine engine = real.createSSLEngine(peer, port);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context is already made");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("only engines name the peer; use Trust.parameters() for sockets");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("we are never the server");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return real.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return real.getSupportedSSLParameters();
        }
    }
}
