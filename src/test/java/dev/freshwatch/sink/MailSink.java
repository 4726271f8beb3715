package dev.freshwatch.sink;

import dev.freshwatch.config.Secret;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.config.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The mail route with its beans, as the wiring gives them. */
final class MailSink {

    private MailSink() {}

    static SinkSettings.Mail settings(int port, Security security, String password, String... to) {
        return new SinkSettings.Mail(
                "localhost",
                port,
                security,
                password == null ? null : "watch",
                password == null ? null : new Secret(password),
                "Freshwatch <watch@example.org>",
                List.of(to),
                "watch.example",
                TlsSettings.DEFAULT);
    }

    static SinkRoute start(SinkSettings.Mail settings, SSLContext tls, Duration deadline) throws Exception {
        return SinkRoute.start(
                "mail",
                Map.of("mail-server", MailSession.address(settings)),
                Map.of(
                        "mailMessage",
                        new MailMessage(settings, true),
                        "mailSender",
                        new MailSession(settings, tls, deadline)));
    }
}
