package dev.freshwatch.sink;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fails a write that is not finished in time and closes its connection. Netty's own handler fails the write by closing,
 * so the failure looks as if the peer had closed.
 */
final class WriteDeadline extends ChannelOutboundHandlerAdapter {

    private final Duration limit;

    WriteDeadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise outcome) {
        Future<?> deadline =
                context.executor().schedule(() -> giveUp(context, outcome), limit.toMillis(), TimeUnit.MILLISECONDS);
        ChannelPromise written = context.newPromise();
        written.addListener(result -> {
            // false if giving up has closed the connection during this write
            if (deadline.cancel(false)) {
                if (result.isSuccess()) {
                    outcome.trySuccess();
                } else {
                    outcome.tryFailure(result.cause());
                }
            }
        });
        context.write(message, written);
    }

    private static void giveUp(ChannelHandlerContext context, ChannelPromise outcome) {
        // not through the pipeline, where TLS would first write its close_notify
        context.channel().unsafe().close(context.voidPromise());
        outcome.tryFailure(WriteTimeoutException.INSTANCE);
    }
}
