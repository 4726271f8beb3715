package dev.freshwatch.sim;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Receives syslog on a loopback port: datagrams, or streams in either framing of RFC 6587, detected for each frame.
 * Thread-safe.
 */
public final class SyslogReceiver implements AutoCloseable {

    /** How a message was framed. */
    public enum Framing {
        DATAGRAM,
        OCTET_COUNTING,
        NEWLINE
    }

    /**
     * A message.
     *
     * @param bytes        without its frame
     * @param arrivedNanos {@link System#nanoTime} when it was complete
     */
    public record Message(byte[] bytes, Framing framing, long arrivedNanos) {

        /** Returns the message as UTF-8, including any byte order mark. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return framing + " " + text();
        }
    }

    private static final int MAX_DATAGRAM = 65_535;

    private final Arrivals<Message> messages = new Arrivals<>();
    private final AtomicLong malformed = new AtomicLong();
    private final DatagramSocket datagrams;
    private final LoopbackServer streams;

    private SyslogReceiver(DatagramSocket datagrams, int port, SSLContext tls) {
        this.datagrams = datagrams;
        this.streams =
                datagrams != null ? null : new LoopbackServer("sim-syslog", port, socket -> readStream(socket, tls));
        if (datagrams != null) {
            Thread reader = new Thread(this::readDatagrams, "sim-syslog-" + datagrams.getLocalPort());
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** @param port 0 = a free one */
    public static SyslogReceiver udp(int port) {
        try {
            DatagramSocket socket = new DatagramSocket(null);
            socket.setReceiveBufferSize(4 * 1024 * 1024);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new SyslogReceiver(socket, 0, null);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
    }

    /** @param port 0 = a free one */
    public static SyslogReceiver tcp(int port) {
        return new SyslogReceiver(null, port, null);
    }

    /** @param port 0 = a free one */
    public static SyslogReceiver tls(int port, SSLContext context) {
        return new SyslogReceiver(null, port, context);
    }

    public int port() {
        return streams == null ? datagrams.getLocalPort() : streams.port();
    }

    public Arrivals<Message> messages() {
        return messages;
    }

    /** Returns the number of connections since the start; 0 for datagrams. */
    public long connections() {
        return streams == null ? 0 : streams.connections();
    }

    /** Returns the number of malformed or incomplete frames. */
    public long malformed() {
        return malformed.get();
    }

    /** Closes all open connections; continues to listen. */
    public void dropConnections() {
        if (streams != null) {
            streams.drop();
        }
    }

    private void readDatagrams() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!datagrams.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                datagrams.receive(packet);
                arrived(Arrays.copyOf(buffer, packet.getLength()), Framing.DATAGRAM);
            } catch (IOException e) {
                if (!datagrams.isClosed()) {
                    malformed.incrementAndGet();
                }
            }
        }
    }

    private void readStream(Socket plain, SSLContext tls) throws IOException {
        try (Socket socket = Tls.over(plain, tls)) {
            SyslogFrames frames = new SyslogFrames(new BufferedInputStream(socket.getInputStream()));
            for (SyslogFrames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
                arrived(frame.bytes(), frame.framing());
            }
        } catch (SyslogFrames.Malformed e) {
            malformed.incrementAndGet();
            throw e;
        }
    }

    private void arrived(byte[] bytes, Framing framing) {
        messages.add(new Message(bytes, framing, System.nanoTime()));
    }

    @Override
    public void close() {
        if (streams == null) {
            datagrams.close();
        } else {
            streams.close();
        }
    }
}
