package dev.freshwatch.sink;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.NoSuchElementException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;

/**
 * Describes a delivery failure in a few words. Never uses the text of an exception, which may contain a URL with a
 * token.
 */
final class DeliveryFailureText {

    /** The first entry that matches any exception in the chain of causes is used. */
    private static final List<Words> WORDS = List.of(
            new Words(
                    "host name cannot be resolved",
                    List.of(UnknownHostException.class, UnresolvedAddressException.class)),
            new Words("no trusted TLS connection", List.of(SSLException.class)),
            new Words(
                    "no answer in time",
                    List.of(
                            MailSession.TooLate.class,
                            ConnectTimeoutException.class,
                            TimeoutException.class,
                            java.util.concurrent.TimeoutException.class,
                            InterruptedIOException.class)),
            // an exhausted connection pool throws NoSuchElementException
            new Words(
                    "no connection",
                    List.of(ConnectException.class, NoRouteToHostException.class, NoSuchElementException.class)),
            new Words(
                    "connection was lost",
                    List.of(
                            SocketException.class,
                            ClosedChannelException.class,
                            ConnectionClosedException.class,
                            EOFException.class)));

    private DeliveryFailureText() {}

    /** Describes a failure and its causes, outermost first, in one line. */
    static String words(List<Throwable> chain) {
        for (Words words : WORDS) {
            if (chain.stream().anyMatch(words::fit)) {
                return words.text();
            }
        }
        return "failed (" + chain.get(chain.size() - 1).getClass().getSimpleName() + ")";
    }

    private record Words(String text, List<Class<? extends Throwable>> types) {

        boolean fit(Throwable failure) {
            return types.stream().anyMatch(type -> type.isInstance(failure));
        }
    }
}
