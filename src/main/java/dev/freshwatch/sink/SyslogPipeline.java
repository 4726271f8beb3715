package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.tls.Trust;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.NettyProducer;
import org.apache.camel.component.netty.handlers.ClientChannelHandler;
import org.apache.camel.component.syslog.netty.Rfc5425Encoder;

/**
 * Configures camel-netty's connection to the collector: TLS with host name verification, framing, and a time limit for
 * each write. Nothing is written before the peer has had time to refuse us. Camel's own pipeline creates its TLS engine
 * without the peer's name, so it cannot verify it, and it waits forever for a peer that accepts the connection but
 * never reads.
 */
public final class SyslogPipeline extends ClientInitializerFactory {

    private final SinkSettings.Syslog settings;
    private final Trust tls;
    private final Duration leastWait;
    private final Duration writeTimeout;
    private final NettyProducer producer;

    /**
     * Creates the factory.
     *
     * @param tls          trusted certificates and our own; null unless the protocol is TLS
     * @param writeTimeout a write (including the TLS handshake before it, if any) fails after this time
     */
    public SyslogPipeline(SinkSettings.Syslog settings, Trust tls, Duration writeTimeout) {
        this(settings, tls, PeerFirst.LEAST, writeTimeout);
    }

    /** @param leastWait minimum time that a new connection waits for a refusal */
    SyslogPipeline(SinkSettings.Syslog settings, Trust tls, Duration leastWait, Duration writeTimeout) {
        this(settings, tls, leastWait, writeTimeout, null);
    }

    private SyslogPipeline(
            SinkSettings.Syslog settings,
            Trust tls,
            Duration leastWait,
            Duration writeTimeout,
            NettyProducer producer) {
        if (settings.protocol() == Protocol.TLS) {
            Objects.requireNonNull(tls, "tls");
        }
        this.settings = settings;
        this.tls = tls;
        this.leastWait = leastWait;
        this.writeTimeout = writeTimeout;
        this.producer = producer;
    }

    /** The address part of camel-netty's URI: {@code udp://collector.example:514}. */
    public static String address(SinkSettings.Syslog settings) {
        String transport = settings.protocol() == Protocol.UDP ? "udp" : "tcp";
        return transport + "://" + Authority.of(settings.host(), settings.port());
    }

    @Override
    public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
        return new SyslogPipeline(settings, tls, leastWait, writeTimeout, producer);
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (settings.protocol() == Protocol.TLS) {
            SslHandler handler = new SslHandler(engine());
            // the first write waits for the handshake and has the shorter limit
            handler.setHandshakeTimeoutMillis(2 * writeTimeout.toMillis());
            pipeline.addLast("tls", handler);
        }
        if (settings.protocol() != Protocol.UDP) {
            Duration most = writeTimeout.dividedBy(2);
            pipeline.addLast("peer-first", new PeerFirst(tls, settings.protocol() == Protocol.TLS, leastWait, most));
            pipeline.addLast("write-deadline", new WriteDeadline(writeTimeout));
            pipeline.addLast(
                    "framing",
                    settings.framing() == Framing.OCTET_COUNTING ? new Rfc5425Encoder() : new NewlineFraming());
        }
        if (channel instanceof AbstractNioByteChannel) {
            pipeline.addLast("look-first", new LookFirst());
        }
        pipeline.addLast("handler", new ClientChannelHandler(producer));
    }

    private SSLEngine engine() {
        SSLEngine engine = tls.context().createSSLEngine(UrlHost.withoutBrackets(settings.host()), settings.port());
        engine.setUseClientMode(true);
        if (!settings.tls().insecure()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    /**
     * Detects before a write that the peer has closed the connection. A write to such a connection succeeds once and is
     * lost, and the event loop itself checks only between its iterations.
     */
    private static final class LookFirst extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (context.channel().unsafe() instanceof AbstractNioChannel.NioUnsafe socket) {
                // closes the channel at end of stream or after a failed handshake; then the write below fails
                socket.read();
            }
            if (context.channel().isActive()) {
                context.write(message, promise);
            } else {
                ReferenceCountUtil.release(message);
                promise.setFailure(PeerFirst.whyClosed(context.channel()));
            }
        }
    }

    /** The connection was closed before the message was written. */
    static final class ClosedBefore extends ClosedChannelException {
        private static final long serialVersionUID = 1L;

        /** @param cause such as a failed handshake; null if the peer just closed the connection */
        ClosedBefore(Throwable cause) {
            initCause(cause);
        }
    }

    /** RFC 6587, section 3.4.2. The message itself contains no line break. */
    @ChannelHandler.Sharable
    private static final class NewlineFraming extends MessageToMessageEncoder<ByteBuf> {

        @Override
        protected void encode(ChannelHandlerContext context, ByteBuf message, List<Object> out) {
            out.add(Unpooled.wrappedBuffer(message.retain(), Unpooled.wrappedBuffer(new byte[] {'\n'})));
        }
    }
}
