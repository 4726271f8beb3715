package dev.freshwatch.tls;

import dev.freshwatch.tls.UnusableClientCertificate.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What we show to a peer that wants to know who we are: a certificate and its key, of two PEM files (or one that holds
 * both). Read once; a file that changes later counts from the next start on.
 */
public final class ClientCertificate {

    /** A chain of certificates, or a key, many times over. */
    private static final int MAX_BYTES = 1 << 20;

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads it.
     *
     * @param certificateFile our certificate first, then those of the CAs between, if any
     * @param keyFile         PKCS#8
     * @param password        of the key; null = it has none
     * @throws UnusableClientCertificate says which of the three is wrong
     */
    public static ClientCertificate read(Path certificateFile, Path keyFile, char[] password)
            throws UnusableClientCertificate {
        List<X509Certificate> chain = chain(certificateFile);
        PrivateKey key = KeyFile.read(text(keyFile), password);
        if (!belongs(key, chain.get(0).getPublicKey())) {
            boolean other = chain.stream().skip(1).anyMatch(next -> belongs(key, next.getPublicKey()));
            throw other
                    ? new UnusableClientCertificate(
                            Part.CERTIFICATE, "our own certificate is not the first in it", "put it before the others")
                    : new UnusableClientCertificate(
                            Part.KEY,
                            "the key does not belong to the certificate",
                            "name the key that the certificate was made with");
        }
        return new ClientCertificate(chain, key);
    }

    private static List<X509Certificate> chain(Path file) throws UnusableClientCertificate {
        // read here first, for the words of what is not there
        text(Part.CERTIFICATE, file);
        try {
            return CaFile.read(file);
        } catch (UnusableCaFile e) {
            throw new UnusableClientCertificate(
                    Part.CERTIFICATE,
                    e.problem(),
                    "name a PEM file with our certificate, and after it those of the CAs between");
        }
    }

    private static String text(Path file) throws UnusableClientCertificate {
        return text(Part.KEY, file);
    }

    private static String text(Part part, Path file) throws UnusableClientCertificate {
        String hint = "name a PEM file with the " + part.name().toLowerCase(Locale.ROOT);
        if (!Files.exists(file)) {
            throw new UnusableClientCertificate(part, "there is no such file", hint);
        }
        // a pipe or a device could keep us waiting for ever
        if (!Files.isRegularFile(file)) {
            throw new UnusableClientCertificate(part, "it is not a regular file", hint);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnusableClientCertificate(part, "it is longer than 1 MiB", hint);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (AccessDeniedException e) {
            throw new UnusableClientCertificate(
                    part, "this user may not read it", "give the user that runs Freshwatch the right to read it");
        } catch (UnusableClientCertificate e) {
            throw e;
        } catch (IOException e) {
            throw new UnusableClientCertificate(
                    part, "reading it failed (" + e.getClass().getSimpleName() + ")", hint);
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey to) {
        String algorithm =
                switch (to.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> to.getAlgorithm();
                };
        try {
            byte[] text = "Freshwatch".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(to);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // a key of another kind
            return false;
        }
    }

    /** When peers stop to believe it. */
    public Instant end() {
        return chain.get(0).getNotAfter().toInstant();
    }

    X509Certificate[] chain() {
        return chain.toArray(X509Certificate[]::new);
    }

    PrivateKey key() {
        return key;
    }
}
