package dev.freshwatch.cli;

import dev.freshwatch.http.UrlHost;
import dev.freshwatch.setup.PlatformProbe;
import dev.freshwatch.setup.PlatformProbe.NoCertificate;
import dev.freshwatch.setup.ServerCertificate;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Asks people whether to trust a certificate that no known CA has issued. */
final class InitTrust {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> accepted;
    /** The certificates accepted in this run, which are not asked about again when another password is tried. */
    private final Set<String> answered = new HashSet<>();

    private final URI proxy;
    private final Dialogue dialogue;
    private final PrintWriter out;

    /**
     * @param accepted the fingerprints of {@code --accept}
     * @param proxy    null = none
     * @param dialogue null = nobody can be asked
     */
    InitTrust(List<String> accepted, URI proxy, Dialogue dialogue, PrintWriter out) {
        this.proxy = proxy;
        this.accepted = List.copyOf(accepted);
        this.dialogue = dialogue;
        this.out = out;
    }

    /**
     * Returns the only certificate to trust; null if Java's CAs suffice, or there is no TLS.
     *
     * @param option the option of the URL, such as {@code --esm}
     * @throws InitPlatforms.TryAnother if no connection can be made, or none that could be trusted
     * @throws CommandFailure if it is not accepted
     */
    ServerCertificate settle(URI url, String option)
            throws InitPlatforms.TryAnother, CommandFailure, InterruptedException {
        if (!url.getScheme().equals("https")) {
            return null;
        }
        String where = String.format(Locale.ROOT, "%s port %d", UrlHost.of(url), UrlHost.portOrUsual(url));
        ServerCertificate shown;
        try {
            shown = PlatformProbe.look(url, proxy, LIMIT);
        } catch (NoCertificate e) {
            String http = e.getMessage().contains("TLS") ? "; if it speaks no TLS, write http://" : "";
            throw new InitPlatforms.TryAnother("no connection to " + e.getMessage() + " (" + option + ")" + http);
        }
        if (!shown.isFor(UrlHost.of(url))) {
            show(shown);
            throw new InitPlatforms.TryAnother(String.format(
                    Locale.ROOT,
                    "the certificate of %s is for another host, so trusting it would not help. Use one of its names (%3$s) in"
                            + " %2$s, and make sure that this machine can resolve it, by DNS or /etc/hosts",
                    where,
                    option,
                    shown.names()));
        }
        if (shown.isTrusted()) {
            return null;
        }
        if (answered.contains(shown.fingerprint())) {
            return shown;
        }
        out.println("The certificate of " + where + " is not trusted: " + shown.whyUntrusted());
        show(shown);
        decide(shown, where);
        answered.add(shown.fingerprint());
        out.println("Accepted: only this certificate is trusted for " + where + ".");
        return shown;
    }

    private void show(ServerCertificate shown) {
        shown.lines(Instant.now()).forEach(line -> out.println("  " + line));
        out.flush();
    }

    private void decide(ServerCertificate shown, String where) throws CommandFailure {
        if (accepted.stream().anyMatch(shown::hasFingerprint)) {
            return;
        }
        if (dialogue != null) {
            if (!accepted.isEmpty()) {
                out.println("It is not one that --accept names.");
            }
            out.println("Compare the SHA-256 with the one that the administrator sees on the platform itself.");
            out.flush();
            String answer = dialogue.ask("Type yes to trust this certificate: ");
            if (answer.equalsIgnoreCase("yes") || shown.hasFingerprint(answer)) {
                return;
            }
            throw new CommandFailure("freshwatch: the certificate was not accepted; nothing was written");
        }
        if (accepted.isEmpty()) {
            throw new CommandFailure(
                    "freshwatch: the certificate of " + where + " is not trusted. Compare its SHA-256 with"
                            + " the one that the administrator sees on the platform itself; if they are the same, add\n"
                            + "  --accept " + shown.fingerprint());
        }
        throw new CommandFailure("freshwatch: the certificate of " + where
                + " is not the one that --accept names. It has"
                + " the SHA-256\n  " + shown.fingerprint() + "\nIf that is not the platform's own, somebody is"
                + " intercepting the connection. Nothing was sent or written");
    }
}
