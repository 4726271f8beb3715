package dev.freshwatch.sim;

import dev.freshwatch.sim.MailReceiver.Mail;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One SMTP session of a {@link MailReceiver} (RFC 5321); enforces the order of verbs, line ends and line lengths. */
final class SmtpSession {

    private static final int MAX_LINE = 1000;
    private static final int MAX_MAIL = 4 * 1024 * 1024;
    private static final Pattern PATH = Pattern.compile("(?i)(FROM|TO):<([^<>\\s]*)>( .*)?");

    private final Socket socket;
    private final MailReceiver receiver;
    private InputStream in;
    private OutputStream out;
    private boolean greeted;
    private String from;
    private List<String> to = new ArrayList<>();

    SmtpSession(Socket socket, MailReceiver receiver) {
        this.socket = socket;
        this.receiver = receiver;
    }

    void serve() throws IOException {
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        if (!reply("CONNECT", "220 localhost ESMTP simulated")) {
            return;
        }
        for (String line = line(); line != null; line = line()) {
            String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            String rest = line.substring(Math.min(line.length(), verb.length() + 1));
            if (verb.equals("QUIT")) {
                say("221 2.0.0 bye");
                return;
            }
            command(verb, rest);
        }
    }

    private void command(String verb, String rest) throws IOException {
        switch (verb) {
            case "EHLO", "HELO" -> {
                greeted = reply("EHLO", verb.equals("EHLO") ? "250-localhost\r\n250 8BITMIME" : "250 localhost");
                reset();
            }
            case "MAIL" -> {
                String path = path("FROM", rest, greeted && from == null);
                if (path != null && reply(verb, "250 2.1.0 ok")) {
                    from = path;
                }
            }
            case "RCPT" -> {
                String path = path("TO", rest, from != null);
                if (path != null && reply(verb, "250 2.1.5 ok")) {
                    to.add(path);
                }
            }
            case "DATA" -> {
                if (to.isEmpty()) {
                    wrong("503 5.5.1 bad sequence of commands", "DATA without a recipient");
                } else if (reply(verb, "354 go on")) {
                    data();
                }
            }
            case "RSET" -> {
                reset();
                say("250 2.0.0 ok");
            }
            case "NOOP" -> say("250 2.0.0 ok");
            default -> wrong("500 5.5.2 unknown command", "unknown verb " + verb);
        }
    }

    private String path(String direction, String rest, boolean inOrder) throws IOException {
        Matcher path = PATH.matcher(rest);
        if (!inOrder) {
            wrong("503 5.5.1 bad sequence of commands", direction + " out of order");
        } else if (!path.matches() || !path.group(1).equalsIgnoreCase(direction)) {
            wrong("501 5.5.4 syntax error", "bad path: " + rest);
        } else {
            return path.group(2);
        }
        return null;
    }

    private void data() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.equals(".")) {
                String scripted = receiver.scripted(".");
                if (scripted == null) {
                    receiver.mails().add(new Mail(from, List.copyOf(to), text.toString(), System.nanoTime()));
                }
                // Replies only after storing the mail: a client that has its reply will find it.
                say(scripted == null ? "250 2.0.0 kept" : scripted);
                reset();
                return;
            }
            text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            if (text.length() > MAX_MAIL) {
                throw new IOException("a mail is too long");
            }
        }
    }

    private void reset() {
        from = null;
        to = new ArrayList<>();
    }

    /** Sends the scripted reply for this verb, or else the good one; returns whether it was a good one. */
    private boolean reply(String verb, String good) throws IOException {
        String scripted = receiver.scripted(verb);
        say(scripted == null ? good : scripted);
        return scripted == null || scripted.charAt(0) < '4';
    }

    private void wrong(String line, String violation) throws IOException {
        receiver.violation(violation);
        say(line);
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Returns a line without its CRLF; null at the end of the stream. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int before = 0;
        for (int b = in.read(); !(before == '\r' && b == '\n'); b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b == '\n' || before == '\r') {
                receiver.violation("a bare CR or LF");
            }
            if (line.size() == MAX_LINE - 1) {
                receiver.violation("a line of more than " + MAX_LINE + " bytes, CRLF included");
            }
            if (line.size() > MAX_MAIL) {
                throw new IOException("a line is too long");
            }
            line.write(b);
            before = b;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1);
    }
}
