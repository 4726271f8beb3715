package dev.freshwatch.setup;

import dev.freshwatch.http.UrlHost;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection through a proxy, by {@code CONNECT} (RFC 9110, section 9.3.6), for what is not a call over HTTP. */
final class ProxyTunnel {

    private static final int LONGEST = 16_384;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b.*", Pattern.DOTALL);

    private ProxyTunnel() {}

    /** The proxy refuses; the message says why. */
    static final class Refused extends IOException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * Connects to a host and port through this proxy.
     *
     * @param socket not connected yet; its time limit for reading applies
     * @param host   as in a URL, IPv6 in brackets
     * @param millis for the connection to the proxy
     * @throws Refused if the proxy answers anything but 2xx
     */
    static void open(Socket socket, URI proxy, String host, int port, int millis) throws IOException {
        String name = UrlHost.withoutBrackets(UrlHost.of(proxy));
        socket.connect(new InetSocketAddress(name, UrlHost.portOrUsual(proxy)), millis);
        String target = host + ":" + port;
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + END;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Matcher status = STATUS.matcher(head(socket.getInputStream()));
        if (!status.matches()) {
            throw new Refused("its answer is not HTTP");
        }
        if (status.group(1).equals("407")) {
            throw new Refused(
                    "it requires a login (HTTP 407), which init does not know; write application.properties by"
                            + " hand, with proxy.username and proxy.password");
        }
        if (!status.group(1).startsWith("2")) {
            throw new Refused(
                    String.format(Locale.ROOT, "it does not connect to %s (HTTP %s)", target, status.group(1)));
        }
    }

    /** Byte by byte: what follows belongs to the target. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the proxy closed the connection");
            }
            head.append((char) next);
            if (head.length() >= END.length()
                    && head.substring(head.length() - END.length()).equals(END)) {
                return head.toString();
            }
        }
        return "";
    }
}
