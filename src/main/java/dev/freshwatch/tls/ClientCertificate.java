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
 * The certificate and key with which Freshwatch identifies itself to peers, from two PEM files or one that contains
 * both. Read once; changes to the files take effect at the next start.
 */
public final class ClientCertificate {

    /** Many times the size of a certificate chain or a key. */
    private static final int MAX_BYTES = 1 << 20;

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads certificate and key.
     *
     * @param certificateFile our own certificate first, then any intermediate CA certificates
     * @param keyFile         PKCS#8
     * @param password        of the key; null = the key is not encrypted
     * @throws UnusableClientCertificate which says which of the three is wrong
     */
    public static ClientCertificate read(Path certificateFile, Path keyFile, char[] password)
            throws UnusableClientCertificate {
        List<X509Certificate> chain = chain(certificateFile);
        PrivateKey key = KeyFile.read(text(keyFile), password);
        if (!belongs(key, chain.get(0).getPublicKey())) {
            boolean other = chain.stream().skip(1).anyMatch(next -> belongs(key, next.getPublicKey()));
            throw other
                    ? new UnusableClientCertificate(
                            Part.CERTIFICATE, "it does not begin with our own certificate", "put it before the others")
                    : new UnusableClientCertificate(
                            Part.KEY,
                            "the key does not belong to the certificate",
                            "name the key that the certificate was issued for");
        }
        return new ClientCertificate(chain, key);
    }

    private static List<X509Certificate> chain(Path file) throws UnusableClientCertificate {
        // Reads the file here first, for better messages about missing files.
        text(Part.CERTIFICATE, file);
        try {
            return CaFile.read(file);
        } catch (UnusableCaFile e) {
            throw new UnusableClientCertificate(
                    Part.CERTIFICATE,
                    e.problem(),
                    "name a PEM file with our certificate, followed by those of the intermediate CAs");
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
        // Reading a pipe or a device could block forever.
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
                    part, "it is not readable", "give the user that runs Freshwatch permission to read it");
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
            // The key is of another type.
            return false;
        }
    }

    /** Returns when the certificate expires. */
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
