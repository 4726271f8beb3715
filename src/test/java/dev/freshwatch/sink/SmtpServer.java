package dev.freshwatch.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that answers as a test says, where GreenMail would be too kind. */
final class SmtpServer {

    private static final Map<String, String> LOGIN =
            Map.of("EHLO", "250-here\r\n250 AUTH PLAIN", "AUTH", "235 welcome");
    /** Then the client begins; a second greeting would be read as its answer. */
    private static final Map<String, String> LOGIN_AFTER_STARTTLS =
            Map.of("greeting", "", "EHLO", "250-here\r\n250 AUTH PLAIN", "AUTH", "235 welcome");

    private SmtpServer() {}

    /**
     * Answers each command by its first word, or by the whole command where that has an answer of its own; {@code 250
     * ok} for the rest. {@code greeting} and {@code .} (the end of the data) can be given, too. What was sent as data is
     * heard as a whole.
     */
    static Peer.Manners answering(Map<String, String> answers) {
        return (peer, connection) -> serve(peer, connection, answers, null);
    }

    /** Offers STARTTLS and a login to everybody. */
    static Peer.Manners withStartTls(SSLContext tls) {
        return (peer, connection) ->
                serve(peer, connection, Map.of("EHLO", "250-here\r\n250 STARTTLS", "STARTTLS", "220 go on"), tls);
    }

    /** Speaks TLS from the first byte. */
    static Peer.Manners withTls(SSLContext tls) {
        return (peer, connection) -> serve(peer, secured(connection, tls), LOGIN, null);
    }

    private static void serve(Peer peer, Socket connection, Map<String, String> answers, SSLContext startTls)
            throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        if (!answers.getOrDefault("greeting", "220 ready").isEmpty()) {
            say(out, answers.getOrDefault("greeting", "220 ready"));
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
            String answer = answers.getOrDefault(
                    line, answers.getOrDefault(command, command.equals("DATA") ? "354 go on" : "250 ok"));
            say(out, answer);
            if (answer.startsWith("354")) {
                peer.hear(data(in));
                say(out, answers.getOrDefault(".", "250 taken"));
            }
            if (command.equals("STARTTLS")) {
                serve(peer, secured(connection, startTls), LOGIN_AFTER_STARTTLS, null);
                return;
            }
        }
    }

    private static Socket secured(Socket connection, SSLContext tls) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(connection, null, true);
        secure.setUseClientMode(false);
        return secure;
    }

    /** Greets one byte at a time, for ever: each read ends in time, the whole never does. */
    static Peer.Manners dripping() {
        return (peer, connection) -> {
            OutputStream out = connection.getOutputStream();
            while (true) {
                out.write('2');
                out.flush();
                LockSupport.parkNanos(50_000_000);
            }
        };
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.append(line).append('\n');
        }
        return data.toString();
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
