package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.WriteTimeoutException;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time limits of a connection to a collector, on a clock that the test moves. */
class ConnectionTimesTest {

    private static final Duration LIMIT = Duration.ofMillis(700);

    private static EmbeddedChannel channel(ChannelHandler... handlers) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(handlers);
        return channel;
    }

    private static void advance(EmbeddedChannel channel, long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    /** The longest time equals the shortest here: what the machine took to connect does not count. */
    private static EmbeddedChannel connected() {
        return channel(new PeerFirst(null, false, PeerFirst.LEAST, Duration.ofMillis(100)));
    }

    @Test
    void theNearestPeerHasATenthOfASecondToRefuse() {
        EmbeddedChannel channel = connected();
        ChannelFuture first = channel.writeAndFlush("first");
        ChannelFuture second = channel.writeAndFlush("second");

        advance(channel, 99);
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(first.isDone()).isFalse();

        advance(channel, 1);
        assertThat(channel.outboundMessages()).containsExactly("first", "second");
        assertThat(first.isSuccess() && second.isSuccess()).isTrue();

        channel.writeAndFlush("third");
        assertThat(channel.outboundMessages()).as("waits no more").hasSize(3);
    }

    @Test
    void whatWaitsFailsWhereThePeerCloses() {
        EmbeddedChannel channel = connected();
        ChannelFuture first = channel.writeAndFlush("first");
        advance(channel, 99);

        channel.close();
        advance(channel, 1000);

        assertThat(first.cause()).isInstanceOf(SyslogPipeline.ClosedBefore.class);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    /** Whether the message waits already or comes after it: the reader must not see that. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureOfANewConnectionIsToldByItsCauseAndNothingWasSent(boolean waits) {
        Map<Throwable, String> words = Map.of(
                new NotSslRecordException("220 mail ready"), "no trusted TLS connection",
                new SSLHandshakeException("a stranger"), "no trusted TLS connection",
                new SocketException("Connection reset"), "connection was lost");
        words.forEach((cause, text) -> {
            EmbeddedChannel channel = connected();
            ChannelFuture first = waits ? channel.writeAndFlush("first") : null;
            channel.pipeline().fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
            channel.close();

            Throwable failure = waits ? first.cause() : PeerFirst.whyClosed(channel);
            assertThat(SinkOutcome.of(failure, InstantSource.system())).isEqualTo(new SinkOutcome.Retry(text, null));
            assertThat(DeliveryProgress.of(failure)).isEqualTo(DeliveryProgress.UNREACHED);
        });
    }

    @Test
    void aConnectionThatServedAndWasClosedHasNoOtherCause() {
        EmbeddedChannel channel = connected();
        channel.writeAndFlush("first");
        advance(channel, 100);
        channel.close();

        assertThat(PeerFirst.whyClosed(channel)).isInstanceOf(SyslogPipeline.ClosedBefore.class);
    }

    @Test
    void aWriteThatHangsFailsAtItsLimitAndClosesTheConnection() {
        EmbeddedChannel channel = channel(new Stuck(), new WriteDeadline(LIMIT));
        ChannelFuture write = channel.writeAndFlush("never taken");

        advance(channel, LIMIT.toMillis() - 1);
        assertThat(write.isDone()).isFalse();
        assertThat(channel.isOpen()).isTrue();

        advance(channel, 1);
        assertThat(write.cause()).isSameAs(WriteTimeoutException.INSTANCE);
        assertThat(channel.isOpen()).isFalse();
    }

    /** A peer that never reads. */
    private static final class Stuck extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise outcome) {
            // its outcome never comes
        }
    }
}
