package dev.freshwatch.http;

import dev.freshwatch.http.CallProgress.Step;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes a camel-http endpoint safe: {@code httpClientConfigurer: "#name"}. Each endpoint gets its own connections with
 * this trust. Whatever the peer does, a call ends within its time limit, up to the last byte, and its answer stays
 * within the size limit; otherwise it fails with {@link NoAnswer}. Redirects are not followed, cookies are not kept,
 * compression is not requested. An interrupted call ends at once.
 *
 * <p>A kept connection is checked before it is reused; one that the peer has closed is replaced without losing
 * anything. If the peer closes it just as the request arrives, before any byte of an answer, the request is repeated
 * once on a new connection, provided that it may be ({@link #REPEATABLE_HEADER}). On a new connection, nothing is ever
 * sent twice.
 *
 * <p>The time limits, pool sizes and {@code sslContextParameters} of the endpoint itself have no effect.
 */
public final class BoundedHttpClient implements HttpClientConfigurer {

    /** Message header: the time limit of this call in milliseconds. It is not sent. */
    public static final String TIMEOUT_HEADER = "Freshwatch-Timeout";

    /**
     * Message header: {@code true} if the peer may receive this request twice without harm. Without it the method
     * decides (RFC 9110, section 9.2.2). It is not sent.
     */
    public static final String REPEATABLE_HEADER = "Freshwatch-Repeatable";

    /** Message header: the number of the {@link BodyReader}. It is not sent. */
    static final String READER_HEADER = "Freshwatch-Reader";

    /** Shorter than the keep-alive time of common servers (Apache httpd: 5 s). */
    private static final TimeValue KEEP_IDLE = TimeValue.ofSeconds(4);

    /** Most connections are for one short answer, and each has four of these; bodies are read past them. */
    private static final int BUFFER = 2 * 1024;

    private static final Http1Config HEAD = Http1Config.custom()
            .setBufferSize(BUFFER)
            .setMaxLineLength(32 * 1024)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(4)
            .build();

    private final Trust trust;
    private final HttpLimits limits;
    private final HttpProxy proxy;
    private final DnsResolver dns;

    public BoundedHttpClient(Trust trust, HttpLimits limits) {
        this(trust, limits, (HttpProxy) null);
    }

    /** @param proxy the proxy to use; null = none */
    public BoundedHttpClient(Trust trust, HttpLimits limits, HttpProxy proxy) {
        this(trust, limits, proxy, SystemDefaultDnsResolver.INSTANCE);
    }

    BoundedHttpClient(Trust trust, HttpLimits limits, DnsResolver dns) {
        this(trust, limits, null, dns);
    }

    BoundedHttpClient(Trust trust, HttpLimits limits, HttpProxy proxy, DnsResolver dns) {
        this.trust = trust;
        this.limits = limits;
        this.proxy = proxy;
        this.dns = dns;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        PoolingHttpClientConnectionManager connections = connections();
        client.setConnectionManager(connections);
        client.setConnectionManagerShared(false);
        client.setRequestExecutor(new Reporting());
        client.setKeepAliveStrategy(keepIdle());
        client.disableAutomaticRetries();
        client.disableRedirectHandling();
        client.disableCookieManagement();
        client.disableContentCompression();
        client.disableAuthCaching();
        client.disableConnectionState();
        // Ignores any proxy that the endpoint, Camel or the JVM would choose.
        client.setRoutePlanner(new DefaultRoutePlanner(null));
        client.setUserAgent("Freshwatch");
        // HttpClient would otherwise offer TLS upgrades in plain GET requests.
        client.setDefaultRequestConfig(RequestConfig.custom()
                .setProtocolUpgradeEnabled(false)
                // Challenges are not answered: credentials are sent without being asked for.
                .setAuthenticationEnabled(false)
                .build());
        client.addExecInterceptorFirst(
                "freshwatch-guard", new DeadlineExecutor(limits, trust, proxy, connections::closeExpired));
    }

    private PoolingHttpClientConnectionManager connections() {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                new Connector(tls(), dns),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.ofMinutes(10),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD)
                        .responseParserFactory(config -> new StrictHeadParser(HEAD))
                        .build());
        connections.setMaxTotal(limits.connections());
        connections.setDefaultMaxPerRoute(limits.connections());
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(limits.connect()))
                // Connections are checked when a call gets them, not while the pool is locked.
                .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                .build());
        return connections;
    }

    private TlsSocketStrategy tls() {
        return new DefaultClientTlsStrategy(
                trust.context(),
                HostnameVerificationPolicy.CLIENT,
                trust.insecure() ? NoopHostnameVerifier.INSTANCE : new DefaultHostnameVerifier());
    }

    private static ConnectionKeepAliveStrategy keepIdle() {
        return (response, context) -> {
            TimeValue offered = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
            boolean shorter = TimeValue.isNonNegative(offered) && offered.compareTo(KEEP_IDLE) < 0;
            return shorter ? offered : KEEP_IDLE;
        };
    }

    /** Tells the call when it has a connection, and keeps it from using one that has ended. */
    private static final class Reporting extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            CallProgress call = CallProgress.of(context);
            if (call.isOnKeptConnection()) {
                if (call.mustBeOnNewConnection()) {
                    throw new KeptConnectionGone(false);
                }
                if (hasEnded(connection)) {
                    throw new KeptConnectionGone(true);
                }
            }
            call.way().authorize(request);
            boolean connect = PeerRoute.isConnect(request);
            if (connect) {
                call.reached(Step.TUNNELLING);
                connection.setSocketTimeout(Timeout.ofMilliseconds(call.connectMillis()));
            } else {
                call.asking(connection.getEndpointDetails());
            }
            ClassicHttpResponse answer = super.execute(request, connection, information, context);
            call.way().check(answer.getCode(), connect);
            if (connect) {
                open(answer, connection);
            }
            return answer;
        }

        /** Anything a proxy sends after its answer would be read as the peer's, as if it had come through TLS. */
        private static void open(ClassicHttpResponse answer, HttpClientConnection connection)
                throws IOException, ProtocolException {
            if (hasMore(connection)) {
                throw new ProtocolException("the proxy sent data before the peer");
            }
            // Any 2xx opens the tunnel (RFC 9110, section 9.3.6).
            answer.setCode(HttpStatus.SC_OK);
        }

        private static boolean hasMore(HttpClientConnection connection) throws IOException {
            try {
                return connection.isDataAvailable(Timeout.ofMilliseconds(1));
            } catch (SocketTimeoutException nothing) {
                return false;
            }
        }

        /**
         * Takes a millisecond. Unrequested bytes mean that the peer is about to close: HTTP 408 from a front end after
         * its timeout.
         */
        private static boolean hasEnded(HttpClientConnection connection) {
            try {
                EndpointDetails details = connection.getEndpointDetails();
                long before = details.getReceivedBytesCount();
                return connection.isStale() || details.getReceivedBytesCount() != before;
            } catch (IOException e) {
                return true;
            }
        }
    }

    /** Formats a value of {@link #TIMEOUT_HEADER}. */
    static String header(Duration timeout) {
        return Long.toString(Math.max(1, timeout.toMillis()));
    }
}
