package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A small strict SMTP server on a loopback port, without TLS and login. Keeps the mails it accepted, can be told to refuse,
 * and remembers what a client did against RFC 5321. Thread-safe.
 */
public final class MailReceiver implements AutoCloseable {

    /**
     * A mail that was accepted.
     *
     * @param from         of the envelope
     * @param to           of the envelope
     * @param text         headers and body, dots unstuffed, lines ended by CRLF
     * @param arrivedNanos {@link System#nanoTime} when it was complete
     */
    public record Mail(String from, List<String> to, String text, long arrivedNanos) {

        /** The first header of this name, unfolded but still encoded; null = none. */
        public String header(String name) {
            String headers =
                    text.substring(0, Math.max(0, text.indexOf("\r\n\r\n"))).replaceAll("\r\n[ \t]+", " ");
            for (String line : headers.split("\r\n")) {
                int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                    return line.substring(colon + 1).trim();
                }
            }
            return null;
        }

        /** All after the headers. */
        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private record Reply(String verb, String line) {}

    private final Arrivals<Mail> mails = new Arrivals<>();
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final LoopbackServer server;

    /** On a free port. */
    public MailReceiver() {
        this(0);
    }

    /** @param port 0 = a free one */
    public MailReceiver(int port) {
        server = new LoopbackServer("sim-mail", port, socket -> new SmtpSession(socket, this).serve());
    }

    public int port() {
        return server.port();
    }

    public Arrivals<Mail> mails() {
        return mails;
    }

    /** Connections since the start. */
    public long connections() {
        return server.connections();
    }

    /**
     * Refuses the next {@code times} uses of a verb.
     *
     * @param verb EHLO, MAIL, RCPT, DATA, or {@code .} for the end of the text, or {@code CONNECT} for the greeting
     * @param line such as {@code 451 4.3.0 try again later} or {@code 550 5.1.1 no such user}
     */
    public MailReceiver refuse(int times, String verb, String line) {
        synchronized (script) {
            for (int i = 0; i < times; i++) {
                script.addLast(new Reply(verb, line));
            }
        }
        return this;
    }

    /** What clients did against the protocol, at most the first hundred. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    void violation(String text) {
        synchronized (violations) {
            if (violations.size() < 100) {
                violations.add(text);
            }
        }
    }

    /** The scripted reply to this verb, used up by that; null = none. */
    String scripted(String verb) {
        synchronized (script) {
            for (Reply reply : script) {
                if (reply.verb().equals(verb)) {
                    script.removeFirstOccurrence(reply);
                    return reply.line();
                }
            }
            return null;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
