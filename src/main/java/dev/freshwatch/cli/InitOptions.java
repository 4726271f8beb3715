package dev.freshwatch.cli;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.setup.ConnectionDraft;
import dev.freshwatch.setup.ServerCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code init}; null = not given. */
final class InitOptions {

    @Option(names = "--esm", paramLabel = "URL", description = "The ESM, such as https://esm.example.")
    String esm;

    @Option(names = "--username", paramLabel = "NAME", description = "The account on the ESM.")
    String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file that holds its password.")
    Path passwordFile;

    @Option(names = "--misp", paramLabel = "URL", description = "The MISP, such as https://misp.example.")
    String misp;

    @Option(names = "--key-file", paramLabel = "FILE", description = "A file that holds an API key of any role.")
    Path keyFile;

    @Option(
            names = "--admin-key-file",
            paramLabel = "FILE",
            description = "A file with the API key of a site admin; only used for workers and healing.")
    Path adminKeyFile;

    @Option(
            names = "--accept",
            paramLabel = "SHA256",
            description = "The SHA-256 of a certificate to trust although no known CA has issued it; repeatable.")
    List<String> accept = new ArrayList<>();

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "The proxy for all platforms, such as http://proxy.example:3128 (without a login).")
    String proxy;

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            description = "Our certificate (PEM), if the platforms demand one; it stays where it is.")
    Path certFile;

    @Option(
            names = "--tls-key-file",
            paramLabel = "FILE",
            description = "The private key of --tls-cert-file (PEM, PKCS#8, not encrypted); it stays where it is.")
    Path certKeyFile;

    @Option(names = "--force", description = "Replace the files of an earlier configuration.")
    boolean force;

    /** Rejects malformed options. */
    void mustBeReadable() throws CommandFailure {
        for (String text : accept) {
            if (!ServerCertificate.isFingerprint(text)) {
                throw new CommandFailure("freshwatch: --accept is not the SHA-256 of a certificate; write its 64"
                        + " hexadecimal digits, with or without colons");
            }
        }
    }

    /** How the platforms are reached. */
    ConnectionDraft connection() throws CommandFailure {
        if ((certFile == null) != (certKeyFile == null)) {
            throw new CommandFailure(
                    "freshwatch: --tls-cert-file and --tls-key-file belong together; give both, or neither");
        }
        try {
            return new ConnectionDraft(
                    proxy == null ? null : Texts.proxyUrl(proxy), absolute(certFile), absolute(certKeyFile));
        } catch (BadValue e) {
            throw new CommandFailure("freshwatch: --proxy " + e.problem() + "; " + e.hint(), e);
        }
    }

    private static Path absolute(Path file) {
        return file == null ? null : file.toAbsolutePath().normalize();
    }

    /** Rejects incomplete options if there is no terminal. */
    void mustSayAll() throws CommandFailure {
        List<String> missing = new ArrayList<>();
        if (esm == null && (misp == null || username != null || passwordFile != null)) {
            missing.add(
                    misp == null && username == null && passwordFile == null ? "--esm URL or --misp URL" : "--esm URL");
        }
        if (esm != null && username == null) {
            missing.add("--username NAME");
        }
        if (esm != null && passwordFile == null) {
            missing.add("--password-file FILE");
        }
        if (misp == null && (keyFile != null || adminKeyFile != null)) {
            missing.add("--misp URL");
        }
        if (misp != null && keyFile == null && adminKeyFile == null) {
            missing.add("--key-file FILE (or --admin-key-file FILE)");
        }
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    "freshwatch: there is no terminal for questions, so the options must contain everything."
                            + " Missing: " + String.join(", ", missing)
                            + "\nFor example: freshwatch init --esm https://esm.example --username freshwatch --password-file"
                            + " esm.password\nAll options: freshwatch init --help");
        }
    }
}
