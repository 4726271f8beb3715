package dev.freshwatch.service;

import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.tls.Trust;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.nio.file.Path;

/** Reads the trusted CAs and the client certificate of a service: {@code ca-file cert-file key-file key-password}. */
final class TrustReader {

    private static final String CA_FILE = "ca-file";
    private static final String CERT_FILE = "cert-file";
    private static final String KEY_FILE = "key-file";
    private static final String KEY_PASSWORD = "key-password";
    private static final String WRITE_SECRET =
            "write secret.<name>" + "={{file:…}} into application.properties, and secret.<name> here";
    private static final int LONGEST_QUOTE = 80;

    private final Parameters given;
    private final Trusts trusts;

    TrustReader(Parameters given, Trusts trusts) {
        this.given = given;
        this.trusts = trusts;
    }

    /** Returns null if there are faults. */
    Trust read() {
        int before = given.faults().size();
        Path caFile = given.get(CA_FILE, trusts::path);
        Path certFile = given.get(CERT_FILE, trusts::path);
        Path keyFile = given.get(KEY_FILE, trusts::path);
        Secret password = password();
        boolean whole = isWhole();
        if (!whole || given.faults().size() > before) {
            return null;
        }
        try {
            return trusts.of(new Trusts.Files(caFile, certFile, keyFile, password));
        } catch (UnusableClientCertificate e) {
            tell(e, password);
            return null;
        } catch (UnusableCaFile e) {
            given.fault(CA_FILE, quoted(CA_FILE) + " cannot be used", e.getMessage());
            return null;
        }
    }

    /** Returns null for none or an invalid one. The value is never shown. */
    private Secret password() {
        String text = given.text(KEY_PASSWORD);
        if (text == null) {
            return null;
        }
        if (!Parameters.isSecret(text)) {
            given.fault(KEY_PASSWORD, "a password must not be in a route file", WRITE_SECRET);
            return null;
        }
        return given.revealed(KEY_PASSWORD, text);
    }

    private boolean isWhole() {
        boolean cert = given.text(CERT_FILE) != null;
        boolean key = given.text(KEY_FILE) != null;
        if (cert && !key) {
            given.fault(
                    KEY_FILE,
                    "is missing: there is a cert-file",
                    "name a PEM file with the key of " + quoted(CERT_FILE));
        } else if (key && !cert) {
            given.fault(
                    CERT_FILE,
                    "is missing: there is a key-file",
                    "name a PEM file with the certificate that belongs to " + quoted(KEY_FILE));
        } else if (!cert && given.text(KEY_PASSWORD) != null) {
            given.fault(KEY_PASSWORD, "there is no key to decrypt", "write cert-file and key-file, too, or remove it");
            return false;
        }
        return cert == key;
    }

    private void tell(UnusableClientCertificate e, Secret password) {
        switch (e.part()) {
            case CERTIFICATE -> given.fault(CERT_FILE, quoted(CERT_FILE) + " cannot be used: " + e.problem(), e.hint());
            case KEY -> given.fault(KEY_FILE, quoted(KEY_FILE) + " cannot be used: " + e.problem(), e.hint());
            case PASSWORD -> {
                if (password == null) {
                    given.fault(
                            KEY_PASSWORD, "is missing: the key in " + quoted(KEY_FILE) + " is encrypted", WRITE_SECRET);
                } else {
                    given.fault(
                            KEY_PASSWORD,
                            given.text(KEY_PASSWORD) + " does not decrypt the key in " + quoted(KEY_FILE),
                            e.hint());
                }
            }
        }
    }

    private String quoted(String parameter) {
        return "'" + PlainText.line(given.text(parameter), LONGEST_QUOTE) + "'";
    }
}
