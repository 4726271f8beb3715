package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.reach.Ping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the host of a MISP is there: by ping, or where that is not possible here by a TCP connection to its port. */
final class Reach {

    /** An echo that takes longer than this has lost its way. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String NO_ICMP = "ICMP not possible here";

    private final Ping ping;
    private final MispTime time;

    Reach(Ping ping, MispTime time) {
        this.ping = ping;
        this.time = time;
    }

    Observation look(URI url, MispDeadline deadline) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            return outOfTime();
        }
        boolean cut = left.compareTo(PATIENCE) < 0;
        Duration limit = cut ? left : PATIENCE;
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            Observation seen = ping.ask(bare, limit).orElse(null);
            if (seen == null) {
                seen = connect(bare, LoginPage.port(url), limit);
            }
            return cut && seen instanceof Down && deadline.isOver() ? outOfTime() : seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MispTrouble(Reason.TIMEOUT, "the watch ends").unanswered();
        }
    }

    private static Observation outOfTime() {
        return new MispTrouble(Reason.TIMEOUT, "no answer in the time of this cycle").unanswered();
    }

    /** On a thread of its own: the look-up of a name knows no time limit and hears no interrupt. */
    private Observation connect(String host, int port, Duration limit) throws InterruptedException {
        CompletableFuture<Observation> connected = new CompletableFuture<>();
        Thread thread = new Thread(() -> connected.complete(tcp(host, port, limit)), "freshwatch-tcp");
        thread.setDaemon(true);
        thread.start();
        try {
            return connected.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return down(port, "no connection within %d s".formatted(Math.max(1, limit.toSeconds())));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the connection is made without failing", e);
        }
    }

    private Observation tcp(String host, int port, Duration limit) {
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException();
            }
            long start = time.nanos().getAsLong();
            socket.connect(address, (int) Math.max(1, limit.toMillis()));
            return Ping.answered(" (TCP port %d, %s)".formatted(port, NO_ICMP), time.since(start));
        } catch (UnknownHostException e) {
            return down(port, "unknown host");
        } catch (SocketTimeoutException e) {
            return down(port, "no connection within %d s".formatted(Math.max(1, limit.toSeconds())));
        } catch (NoRouteToHostException e) {
            return down(port, "no route to the host");
        } catch (IOException e) {
            return down(port, "connection refused");
        }
    }

    private static Down down(int port, String why) {
        return new Down("%s (TCP port %d, %s)".formatted(why, port, NO_ICMP), null);
    }
}
