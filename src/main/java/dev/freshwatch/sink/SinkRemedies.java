package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Mail;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.config.SinkSettings.Syslog;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.tls.Distrust;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.NoSuchElementException;
import javax.net.ssl.SSLException;

/**
 * Adds host, port and the keys to correct to delivery failures. Covers typical mistakes; other reasons are not changed.
 */
public final class SinkRemedies {

    private final SinkSettings sinks;

    public SinkRemedies(SinkSettings sinks) {
        this.sinks = sinks;
    }

    /**
     * Returns the reason of a failure with a remedy, in one line without secrets.
     *
     * @param sink    its name; of an operator's own sinks only the keys for certificates are known
     * @param failure the exception of its route
     * @param reason  the reason so far
     */
    public String of(String sink, Throwable failure, String reason) {
        List<Throwable> chain = SinkOutcome.chain(failure);
        if (sink.equals("webhook") && sinks.webhook() != null) {
            Remedy remedy = new Remedy("sink.webhook.url", "sink.webhook.tls.ca-file");
            return chain.stream()
                    .filter(NoAnswer.class::isInstance)
                    .findFirst()
                    .map(none -> remedy.of((NoAnswer) none, sinks.webhook().url()))
                    .orElse(reason);
        }
        if (sink.equals("syslog") && sinks.syslog() != null) {
            return syslog(sinks.syslog(), chain, reason);
        }
        if (sink.equals("mail") && sinks.mail() != null) {
            return mail(sinks.mail(), chain, reason);
        }
        return SinkSettings.SHIPPED.contains(sink) ? reason : own(sink, chain, reason);
    }

    /** Only certificates have keys that are known here. */
    private static String own(String sink, List<Throwable> chain, String reason) {
        return chain.stream()
                .filter(NoAnswer.class::isInstance)
                .findFirst()
                .map(none -> Remedy.ofCertificates((NoAnswer) none, "sink." + sink + ".tls.ca-file"))
                .orElse(reason);
    }

    private static String syslog(Syslog syslog, List<Throwable> chain, String reason) {
        Peer peer = new Peer("sink.syslog", syslog.host(), syslog.port());
        if (syslog.protocol() == Protocol.TLS) {
            return peer.explain(chain, reason, "if it does not use TLS, write sink.syslog.protocol=tcp");
        }
        return peer.explain(chain, reason, null);
    }

    private static String mail(Mail mail, List<Throwable> chain, String reason) {
        Peer peer = new Peer("sink.mail", mail.host(), mail.port());
        boolean silent = mail.security() != Security.TLS
                && has(chain, MailSession.TooLate.class)
                && !has(chain, MailSession.NotConnected.class);
        if (silent) {
            // a server that expects TLS sends no greeting
            return reason + ": " + peer.where() + "; if it uses TLS from the start (usually port 465), set"
                    + " sink.mail.security=tls";
        }
        return peer.explain(
                chain,
                reason,
                mail.security() == Security.TLS
                        ? "if it does not use TLS from the start (ports 587 and 25 usually do not), set"
                                + " sink.mail.security=starttls"
                        : null);
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    /** The peer, and the keys that define it. */
    private record Peer(String owner, String host, int port) {

        String where() {
            return host + " port " + port;
        }

        /** @param noTls remedy if the peer does not use TLS; null = TLS is not used from the start */
        String explain(List<Throwable> chain, String reason, String noTls) {
            if (has(chain, UnknownHostException.class) || has(chain, UnresolvedAddressException.class)) {
                return reason + ": " + host + " (" + owner + ".host)";
            }
            if (has(chain, CertificateException.class) || has(chain, CertPathBuilderException.class)) {
                return certificate(chain);
            }
            boolean broken = has(chain, SSLException.class)
                    || (has(chain, MailSession.NotConnected.class)
                            && (has(chain, EOFException.class) || isReset(chain)));
            if (broken) {
                return reason + ": " + where() + (noTls == null ? "" : "; " + noTls);
            }
            boolean refused = has(chain, ConnectException.class)
                    || has(chain, NoRouteToHostException.class)
                    || has(chain, NoSuchElementException.class);
            return refused ? reason + ": " + where() + " (" + owner + ".host, " + owner + ".port)" : reason;
        }

        private static boolean isReset(List<Throwable> chain) {
            return chain.stream().anyMatch(each -> each.getClass() == SocketException.class);
        }

        private String certificate(List<Throwable> chain) {
            String why = Distrust.in(chain.get(0));
            if (why == null) {
                return "host name does not match the certificate, or it cannot be used; " + owner
                        + ".host must name the host as in its certificate";
            }
            String remedy = why.equals(Distrust.NO_KNOWN_CA)
                    ? "; " + owner + ".tls.ca-file must name the CA, or the certificate itself if it is self-signed"
                    : "";
            return Distrust.UNTRUSTED + why + remedy;
        }
    }
}
