package dev.freshwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a connection when its time is over. For its event loop. */
final class Lifetime {

    /** Whoever reads more slowly than this is cut off: so many bytes in one lifetime. */
    private static final int BYTES = 160 * 1024;

    private static final int MOST_LIVES = 6;

    private final Channel connection;
    private final Duration length;
    private Future<?> end;

    Lifetime(Channel connection, Duration length) {
        this.connection = connection;
        this.length = length;
        start(length);
        connection.closeFuture().addListener(closed -> end.cancel(false));
    }

    private void start(Duration time) {
        end = connection.eventLoop().schedule(() -> cut(connection), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An answer of this size begins: its reader has a new life, and more of them for a large one. */
    void answering(int bytes) {
        restart(length.multipliedBy(Math.min(MOST_LIVES, 1 + bytes / BYTES)));
    }

    void restart(Duration time) {
        end.cancel(false);
        start(time);
    }

    /** Closes at once and discards what the peer has not read yet. */
    static void cut(Channel connection) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }
}
