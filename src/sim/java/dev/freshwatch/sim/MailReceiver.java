package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A small strict SMTP server on a loopback port, without TLS and login. Stores accepted mails, can be told to refuse,
 * and records violations of RFC 5321. Thread-safe.
 */
public final class MailReceiver implements AutoCloseable {

    /**
     * An accepted mail.
     *
     * @param from         envelope sender
     * @param to           envelope recipients
     * @param text         headers and body, dots unstuffed, lines ended by CRLF
     * @param arrivedNanos {@link System#nanoTime} when it was complete
     */
    public record Mail(String from, List<String> to, String text, long arrivedNanos) {

        /** Returns the first header of this name, unfolded but still encoded; null = none. */
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

        /** Returns everything after the headers. */
        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private record Reply(String verb, String line) {}

    private final Arrivals<Mail> mails = new Arrivals<>();
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final LoopbackServer server;

    /** Listens on a free port. */
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

    /** Returns what clients did against the protocol, at most the first hundred violations. */
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

    /** Returns the scripted reply to this verb, and removes it from the script; null = none. */
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
