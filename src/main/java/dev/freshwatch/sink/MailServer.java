package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.http.UrlHost;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How the configured mail server is reached: its address, TLS and login. Thread-safe. */
final class MailServer {

    private final SinkSettings.Mail settings;
    private final SSLContext tls;

    /** @param tls trusted certificates; null if the security is none */
    MailServer(SinkSettings.Mail settings, SSLContext tls) {
        if (settings.security() != Security.NONE) {
            Objects.requireNonNull(tls, "tls");
        }
        this.settings = settings;
        this.tls = tls;
    }

    /** The session of the mail library. */
    Session session() {
        return Session.getInstance(properties(), login());
    }

    /**
     * Connects the socket, with TLS from the start if configured; STARTTLS is left to the library.
     *
     * @param timeout for the connection, and for each read
     */
    Socket connect(Socket socket, Duration timeout) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
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

    /** Contains the configured name, against which the library verifies the certificate. */
    private InetAddress address() throws IOException {
        String name = UrlHost.withoutBrackets(settings.host());
        return InetAddress.getByAddress(name, InetAddress.getByName(name).getAddress());
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
        // do not wait for the reply to QUIT
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.localhost", settings.helo());
        properties.put("mail.mime.allowutf8", String.valueOf(MailAddresses.needUtf8(settings)));
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
}
