package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails, each on its own connection, within a deadline for everything from connect to the server's last reply: the
 * library's own limits apply to single reads, so a server that answers byte by byte could exceed them. Thread-safe.
 */
public final class MailSession extends DefaultJavaMailSender {

    private static final Logger LOG = LoggerFactory.getLogger(MailSession.class);

    /** How long to wait for the reply to QUIT. */
    private static final int QUIT_WAIT_MS = 1000;

    private final SinkSettings.Mail settings;
    private final MailServer server;
    private final Duration deadline;
    private final boolean utf8;
    private final MailRecipients recipients = new MailRecipients();
    private final ScheduledThreadPoolExecutor watch;

    /**
     * @param tls      trusted certificates; null if the security is none
     * @param deadline total time for one mail
     */
    public MailSession(SinkSettings.Mail settings, SSLContext tls, Duration deadline) {
        this.settings = settings;
        this.server = new MailServer(settings, tls);
        this.deadline = deadline;
        this.utf8 = MailAddresses.needUtf8(settings);
        this.watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mail-deadline");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(10, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
        setSession(server.session());
    }

    /** The address part of camel-mail's URI: {@code mail.example:587}. */
    public static String address(SinkSettings.Mail settings) {
        return Authority.of(settings.host(), settings.port());
    }

    /**
     * Sends the mail unchanged. A mail that the server has accepted is delivered, whatever happens to the connection then.
     * If some recipients are refused temporarily (4yz) while others have the mail, it is offered again to these alone, for
     * up to an hour; permanent refusals (5yz) are logged.
     */
    @Override
    public void send(MimeMessage mail) throws MessagingException {
        long started = System.nanoTime();
        try (Socket socket = new Socket()) {
            Future<?> end = watch.schedule(() -> close(socket), deadline.toMillis(), TimeUnit.MILLISECONDS);
            try {
                send(mail, connect(socket, started));
            } finally {
                end.cancel(false);
            }
        } catch (NotConnected | Unable e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("could not close a connection to the mail server: {}", e.toString());
        } catch (MessagingException e) {
            throw late(started) ? new TooLate(deadline, e) : e;
        }
    }

    private Socket connect(Socket socket, long started) throws NotConnected {
        try {
            return server.connect(socket, deadline);
        } catch (IOException e) {
            throw new NotConnected(late(started) ? new TooLate(deadline, e) : e);
        }
    }

    private boolean late(long started) {
        return System.nanoTime() - started >= deadline.toNanos();
    }

    private void send(MimeMessage mail, Socket connection) throws MessagingException {
        String id = mail.getMessageID();
        Address[] open = recipients.open(id, mail.getAllRecipients());
        SMTPTransport transport = (SMTPTransport) getSession().getTransport("smtp");
        try {
            connect(transport, connection);
            transport.sendMessage(mail, open);
            recipients.forget(id);
        } catch (SendFailedException e) {
            List<Address> refused = recipients.settle(id, open, e);
            if (refused == null) {
                throw recipients.isPartlyTaken(id) ? new PartlyTaken(e) : e;
            }
            if (!refused.isEmpty()) {
                LOG.warn(
                        "mail {} was sent, but the server refused {} of its recipients ({})",
                        id,
                        refused.size(),
                        SmtpReplies.in(e).words());
            }
        } finally {
            // The server has already sent its last reply to the mail.
            hangUp(transport, connection);
        }
    }

    private void connect(SMTPTransport transport, Socket connection) throws MessagingException {
        try {
            transport.connect(connection);
        } catch (MessagingException e) {
            // the library has no exception type for this
            if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
                throw new Unable(
                        "mail server offers no STARTTLS; set sink.mail.security to tls or none, or another port", e);
            }
            throw e;
        }
        if (settings.username() != null && !offersLogin(transport)) {
            throw new Unable(
                    "mail server offers no login (AUTH) here; remove sink.mail.username, or check sink.mail.security and .port",
                    null);
        }
        if (utf8 && !transport.supportsExtension("SMTPUTF8")) {
            throw new Unable(
                    "mail server does not support addresses with non-ASCII characters before the @ (SMTPUTF8); check sink.mail.from and .to",
                    null);
        }
    }

    private static boolean offersLogin(SMTPTransport transport) {
        return transport.supportsExtension("AUTH") || transport.supportsExtension("AUTH=LOGIN");
    }

    /** Sends QUIT and waits only briefly for the reply, since other mails may be waiting. */
    private static void hangUp(SMTPTransport transport, Socket connection) {
        try {
            connection.setSoTimeout(QUIT_WAIT_MS);
            transport.close();
        } catch (MessagingException | IOException e) {
            LOG.debug("no reply to QUIT from the mail server: {}", e.toString());
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("could not close a slow connection to the mail server: {}", e.toString());
        }
    }

    /** The mail could not be sent within the deadline. */
    static final class TooLate extends MessagingException {

        TooLate(Duration deadline, Exception cause) {
            super("no answer within " + deadline.toSeconds() + " s", cause);
        }
    }

    /** No connection to the mail server, so it has not received any part of the mail. */
    static final class NotConnected extends MessagingException {

        NotConnected(Exception cause) {
            super("no connection", cause);
        }
    }

    /** Some recipients have the mail; the others were refused temporarily. */
    static final class PartlyTaken extends MessagingException {

        PartlyTaken(SendFailedException cause) {
            super("accepted for some recipients", cause);
        }
    }

    /** The server lacks a feature that the configuration requires; the message names the feature and the key. */
    static final class Unable extends MessagingException {

        Unable(String message, Exception cause) {
            super(message, cause);
        }
    }
}
