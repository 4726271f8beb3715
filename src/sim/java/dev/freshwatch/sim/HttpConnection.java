package dev.freshwatch.sim;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * One connection of a {@link SimHttpServer}: reads requests, and sends answers or misbehaves, on a thread of its own.
 */
final class HttpConnection {

    private final Socket plain;
    private final SSLContext tls;
    private final SimHttpServer.Handler handler;

    /** @param tls null = none */
    HttpConnection(Socket plain, SSLContext tls, SimHttpServer.Handler handler) {
        this.plain = plain;
        this.tls = tls;
        this.handler = handler;
    }

    /** Serves until either side closes the connection. */
    void serve() throws IOException, InterruptedException {
        plain.setTcpNoDelay(true);
        try (Socket socket = Tls.over(plain, tls)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            HttpReader reader = new HttpReader(in, out);
            boolean open = true;
            while (open) {
                SimRequest request = reader.read();
                open = request != null && answer(request, in, out);
            }
        } finally {
            plain.close();
        }
    }

    /** @return whether the connection can be reused */
    private boolean answer(SimRequest request, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        SimHttpServer.Reaction reaction = handler.handle(request);
        SimFault fault = reaction.fault();
        boolean keepAlive = !"close".equalsIgnoreCase(request.headers().get("connection"));
        if (fault instanceof SimFault.Hang) {
            while (in.read() >= 0) {
                // ignores whatever else arrives
                continue;
            }
            return false;
        }
        if (fault instanceof SimFault.Reset) {
            plain.setSoLinger(true, 0);
            plain.close();
            return false;
        }
        if (fault instanceof SimFault.Close) {
            return false;
        }
        HttpAnswer answer =
                fault instanceof SimFault.Retype other ? reaction.answer().as(other.contentType()) : reaction.answer();
        if (fault instanceof SimFault.Truncate) {
            byte[] all = answer.bytes(keepAlive);
            int missing = answer.body().length < 2 ? all.length / 2 : (answer.body().length + 1) / 2;
            out.write(all, 0, all.length - missing);
            out.flush();
            return false;
        }
        if (fault instanceof SimFault.Drip drip) {
            byte[] all = answer.bytes(keepAlive);
            drip(all, drip.headToo() ? 0 : all.length - answer.body().length, drip.interval(), out);
            return keepAlive;
        }
        out.write(answer.bytes(keepAlive));
        out.flush();
        return keepAlive;
    }

    private static void drip(byte[] all, int atOnce, Duration interval, OutputStream out)
            throws IOException, InterruptedException {
        out.write(all, 0, atOnce);
        out.flush();
        for (int at = atOnce; at < all.length; at++) {
            Pause.of(interval);
            out.write(all[at]);
            out.flush();
        }
    }
}
