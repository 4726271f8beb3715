package dev.freshwatch.platform;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a host is there, by a TCP connection: for machines on which {@link Ping} cannot be used. Nothing is sent. A
 * connection that is refused was refused by somebody, so the host is there; only where nothing comes back it is not.
 */
public final class TcpPing {

    private static final String NO_ICMP = "ICMP not possible here";

    /** Linux gives up a connection that nobody answers after one second at the earliest (tcp_syn_retries = 0). */
    private static final Duration SOONEST_GIVEN_UP = Duration.ofSeconds(1);

    private TcpPing() {}

    /**
     * Connects, and hangs up.
     *
     * @param host a name or an address
     * @param limit from the resolving of the name on
     */
    public static Observation ask(String host, int port, Duration limit) throws InterruptedException {
        CompletableFuture<Observation> asked = new CompletableFuture<>();
        // On a thread of its own: the look-up of a name knows no time limit and hears no interrupt.
        Thread thread = new Thread(() -> asked.complete(connect(host, port, limit)), "freshwatch-tcp");
        thread.setDaemon(true);
        thread.start();
        try {
            return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return down(port, tooLate(limit));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the connection is made without failing", e);
        }
    }

    private static Observation connect(String host, int port, Duration limit) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
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
     * What a failure says about the host.
     *
     * @param took until it was told
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
                ? new Unanswered(Reason.FAILED, "no connection can be made from here: " + line, null)
                : down(port, "no connection: " + line);
    }

    /** Java has one type for "refused" and for "the system gave it up", and the text is in the system's language. */
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
