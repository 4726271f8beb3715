package dev.freshwatch.platform;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.BoundedCall.TooLate;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Tests whether a host is up with a TCP connection, for machines where {@link Ping} cannot be used. Nothing is sent. A
 * refused connection proves that the host is up; only if there is no response at all is it down.
 */
public final class TcpPing {

    private static final String NO_ICMP = "ICMP not possible here";

    /** Linux gives up on an unanswered connection after one second at the earliest (tcp_syn_retries = 0). */
    private static final Duration SOONEST_GIVEN_UP = Duration.ofSeconds(1);

    /** Never closed: its threads are daemons, and end when idle. */
    private static final BoundedCall CALLS = new BoundedCall(InstantSource.system());

    private TcpPing() {}

    /**
     * Connects and disconnects.
     *
     * @param caller who asks, such as a check; waits for one connection at a time
     * @param host   a name or an address
     * @param limit  includes name resolution
     */
    public static Observation ask(String caller, String host, int port, Duration limit) throws InterruptedException {
        try (Socket socket = new Socket()) {
            return CALLS.call(caller, limit, socket, () -> connect(socket, host, port, limit));
        } catch (TooLate e) {
            return down(port, tooLate(limit));
        } catch (IOException e) {
            return judge(e, port, limit, limit);
        }
    }

    private static Observation connect(Socket socket, String host, int port, Duration limit) {
        long start = System.nanoTime();
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException();
            }
            start = System.nanoTime();
            socket.connect(address, (int) Math.max(1, limit.toMillis()));
            return Ping.answered(String.format(Locale.ROOT, " (TCP port %d, %s)", port, NO_ICMP), since(start));
        } catch (IOException e) {
            return judge(e, port, limit, since(start));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Tells what a failure says about the host.
     *
     * @param took time until the failure
     */
    static Observation judge(IOException failure, int port, Duration limit, Duration took) {
        if (failure instanceof ConnectException && isRefusal(failure, took)) {
            return Ping.answered(
                    String.format(Locale.ROOT, " (TCP port %d refused the connection, %s)", port, NO_ICMP), took);
        }
        if (failure instanceof UnknownHostException) {
            return down(port, "unknown host");
        }
        if (failure instanceof SocketTimeoutException || failure instanceof ConnectException) {
            return down(port, tooLate(limit));
        }
        if (failure instanceof NoRouteToHostException) {
            return down(port, "no route to the host");
        }
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String line = PlainText.line(text, 100);
        return failure instanceof BindException
                ? new Unanswered(Reason.FAILED, "this machine cannot make the connection: " + line, null)
                : down(port, "no connection: " + line);
    }

    /** Java throws the same type for "refused" and for "gave up", and the text is in the system's language. */
    private static boolean isRefusal(IOException failure, Duration took) {
        String text = failure.getMessage() == null ? "" : failure.getMessage().toLowerCase(Locale.ROOT);
        return text.contains("refused") || took.compareTo(SOONEST_GIVEN_UP) < 0;
    }

    private static String tooLate(Duration limit) {
        return String.format(Locale.ROOT, "no connection within %d s", Math.max(1, limit.toSeconds()));
    }

    private static Down down(int port, String why) {
        return new Down(String.format(Locale.ROOT, "%s (TCP port %d, %s)", why, port, NO_ICMP), null);
    }
}
