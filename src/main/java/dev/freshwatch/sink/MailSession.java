package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.http.UrlHost;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to the mail server, each on a connection of its own, within a deadline over everything from connect to
 * the server's last word: the library's own limits are for single reads, and a server that drips would outwait them.
 * Safe for use by many threads.
 */
public final class MailSession extends DefaultJavaMailSender {

    private static final Logger LOG = LoggerFactory.getLogger(MailSession.class);

    /** How long the answer to a goodbye is waited for. */
    private static final int GOODBYE_MS = 1000;

    private final SinkSettings.Mail settings;
    private final SSLContext tls;
    private final Duration deadline;
    private final boolean utf8;
    private final MailRecipients recipients = new MailRecipients();
    private final ScheduledThreadPoolExecutor watch;

    /**
     * @param tls      whom to trust; null where the security is none
     * @param deadline one mail, in all
     */
    public MailSession(SinkSettings.Mail settings, SSLContext tls, Duration deadline) {
        if (settings.security() != Security.NONE) {
            Objects.requireNonNull(tls, "tls");
        }
        this.settings = settings;
        this.tls = tls;
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
        setSession(Session.getInstance(properties(), login()));
    }

    /** The part of camel-mail's URI that says where to: {@code mail.example:587}. */
    public static String address(SinkSettings.Mail settings) {
        return Authority.of(settings.host(), settings.port());
    }

    /**
     * Sends the mail as it is. What the server takes is delivered, whatever becomes of the connection then. Addressees that
     * it refuses for now (4yz), while others have the mail, are offered it again alone, for up to an hour; those that it
     * refuses for good (5yz) are logged.
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
            LOG.debug("a connection to the mail server was not closed: {}", e.toString());
        } catch (MessagingException e) {
            throw late(started) ? new TooLate(deadline, e) : e;
        }
    }

    private Socket connect(Socket socket, long started) throws NotConnected {
        try {
            return connect(socket);
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
            // The server's last word on the mail was said before.
            hangUp(transport, connection);
        }
    }

    private void connect(SMTPTransport transport, Socket connection) throws MessagingException {
        try {
            transport.connect(connection);
        } catch (MessagingException e) {
            // the library's own words; no type tells it
            if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
                throw new Unable(
                        "mail server offers no STARTTLS; write sink.mail.security=tls or none, or another port", e);
            }
            throw e;
        }
        if (settings.username() != null && !offersLogin(transport)) {
            throw new Unable(
                    "mail server offers no login (AUTH) here; leave out sink.mail.username, or see sink.mail.security and .port",
                    null);
        }
        if (utf8 && !transport.supportsExtension("SMTPUTF8")) {
            throw new Unable(
                    "mail server takes no address with letters beyond ASCII before the @ (SMTPUTF8); see sink.mail.from and .to",
                    null);
        }
    }

    private static boolean offersLogin(SMTPTransport transport) {
        return transport.supportsExtension("AUTH") || transport.supportsExtension("AUTH=LOGIN");
    }

    /** It says goodbye, and does not wait long for an answer: other mails may be next. */
    private static void hangUp(SMTPTransport transport, Socket connection) {
        try {
            connection.setSoTimeout(GOODBYE_MS);
            transport.close();
        } catch (MessagingException | IOException e) {
            LOG.debug("the mail server did not say goodbye: {}", e.toString());
        }
    }

    /** TLS from the first byte where it is configured so; STARTTLS is the library's. */
    private Socket connect(Socket socket) throws IOException {
        int millis = Math.toIntExact(deadline.toMillis());
        socket.setSoTimeout(millis);
        socket.connect(new InetSocketAddress(address(), settings.port()), millis);
        if (settings.security() != Security.TLS) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory()
                .createSocket(socket, UrlHost.withoutBrackets(settings.host()), settings.port(), true);
        if (!settings.tls().insecure()) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
        }
        secure.startHandshake();
        return secure;
    }

    /** With the configured name kept in it: the library checks the certificate against that one. */
    private InetAddress address() throws IOException {
        String name = UrlHost.withoutBrackets(settings.host());
        return InetAddress.getByAddress(name, InetAddress.getByName(name).getAddress());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a connection to the mail server that took too long: {}", e.toString());
        }
    }

    private Properties properties() {
        boolean startTls = settings.security() == Security.STARTTLS;
        Properties properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.auth", String.valueOf(settings.username() != null));
        properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.put(
                "mail.smtp.ssl.checkserveridentity",
                String.valueOf(!settings.tls().insecure()));
        properties.put("mail.smtp.sendpartial", "true");
        // what comes after the mail was taken is not waited for
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.localhost", settings.helo());
        properties.put("mail.mime.allowutf8", String.valueOf(utf8));
        if (startTls) {
            properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        }
        if (settings.username() != null) {
            properties.put("mail.smtp.user", settings.username());
        }
        return properties;
    }

    private Authenticator login() {
        if (settings.username() == null) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(
                        settings.username(), settings.password().reveal());
            }
        };
    }

    /** The mail was not handed over within the deadline. */
    static final class TooLate extends MessagingException {

        TooLate(Duration deadline, Exception cause) {
            super("no answer within " + deadline.toSeconds() + " s", cause);
        }
    }

    /** No connection to the mail server, so it has nothing of the mail. */
    static final class NotConnected extends MessagingException {

        NotConnected(Exception cause) {
            super("no connection", cause);
        }
    }

    /** Some addressees have the mail; the others were refused it for now. */
    static final class PartlyTaken extends MessagingException {

        PartlyTaken(SendFailedException cause) {
            super("taken for some addressees", cause);
        }
    }

    /** The server lacks what the configuration asks for; the message says what, and by which key that is mended. */
    static final class Unable extends MessagingException {

        Unable(String message, Exception cause) {
            super(message, cause);
        }
    }
}
