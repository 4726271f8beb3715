package dev.freshwatch.http;

import dev.freshwatch.http.CallProgress.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;

/**
 * Connects within the remaining time of the call. HttpClient's own operator allows the full connect timeout for every
 * address of a host, tries further addresses even after the call was given up, and leaves that connection open.
 */
final class Connector extends DefaultHttpClientConnectionOperator {

    private final DnsResolver dns;

    Connector(TlsSocketStrategy tls, DnsResolver dns) {
        super(
                null,
                dns,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
        this.dns = dns;
    }

    /** The overload that the pool calls and to which all others delegate. */
    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Path unixDomainSocket,
            InetSocketAddress local,
            Timeout connectTimeout,
            SocketConfig config,
            Object attachment,
            HttpContext context)
            throws IOException {
        CallProgress call = CallProgress.of(context);
        NamedEndpoint peer = name != null ? name : host;
        IOException failure = null;
        for (InetAddress address : addresses(host, call)) {
            stopIfOver(connection, call);
            HttpHost one = new HttpHost(host.getSchemeName(), address, host.getHostName(), host.getPort());
            Timeout limit = Timeout.ofMilliseconds(call.connectMillis());
            try {
                super.connect(connection, one, peer, unixDomainSocket, local, limit, config, attachment, context);
                stopIfOver(connection, call);
                return;
            } catch (SSLException e) {
                // This is the peer: trying the next address could only hide what is wrong with its certificate.
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure == null ? new UnknownHostException() : failure;
    }

    /** TLS within the tunnel of a proxy. Until now the socket has the time limit of the whole call. */
    @Override
    public void upgrade(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Object attachment,
            HttpContext context)
            throws IOException {
        connection.setSocketTimeout(
                Timeout.ofMilliseconds(CallProgress.of(context).connectMillis()));
        super.upgrade(connection, host, name, attachment, context);
        stopIfOver(connection, CallProgress.of(context));
    }

    private InetAddress[] addresses(HttpHost host, CallProgress call) throws UnknownHostException {
        if (host.getAddress() != null) {
            return new InetAddress[] {host.getAddress()};
        }
        call.reached(Step.RESOLVING);
        return dns.resolve(host.getHostName());
    }

    private static void stopIfOver(ManagedHttpClientConnection connection, CallProgress call)
            throws InterruptedIOException {
        if (call.isOver()) {
            Socket socket = connection.getSocket();
            if (socket != null) {
                // The connection was closed before it had this socket, so nobody else will close it.
                Closer.closeQuietly(socket);
            }
            throw new InterruptedIOException("given up");
        }
    }

    @Override
    protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        CallProgress.of(context).reached(Step.CONNECTING);
    }

    @Override
    protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
        CallProgress.of(context).reached(Step.SECURING);
    }
}
