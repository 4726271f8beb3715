package dev.freshwatch.tls;

import dev.freshwatch.freshness.PlainText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the PEM files that {@code tls.ca-file} names. */
public final class CaFile {

    private static final String WRITE_PEM = "write the path of a PEM file with one or more CA certificates";
    /** Four times the size of the CA bundles of the large distributions. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----");

    private CaFile() {}

    /**
     * Reads all certificates of a PEM file. Text around them, as written by {@code openssl x509 -text}, and keys are
     * ignored.
     *
     * @return at least one
     * @throws UnusableCaFile if the file cannot be read, is not PEM, or contains no certificate or a damaged one
     */
    public static List<X509Certificate> read(Path file) throws UnusableCaFile {
        byte[] bytes = bytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int begun = (int) BEGIN.matcher(text).results().count();
        List<X509Certificate> certificates = new ArrayList<>();
        for (Matcher found = CERTIFICATE.matcher(text); found.find(); ) {
            certificates.add(certificate(file, found.group(1), certificates.size() + 1));
        }
        if (begun == 0) {
            throw noCertificate(file, bytes, text);
        }
        if (certificates.size() < begun) {
            throw new UnusableCaFile(
                    file, "ends in the middle of a certificate (an END line is missing)", "copy it again");
        }
        return List.copyOf(certificates);
    }

    private static byte[] bytes(Path file) throws UnusableCaFile {
        if (Files.isDirectory(file)) {
            throw new UnusableCaFile(file, "is a directory", WRITE_PEM);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new UnusableCaFile(file, "does not exist", WRITE_PEM);
        } catch (AccessDeniedException e) {
            throw new UnusableCaFile(
                    file, "is not readable", "give the user that runs Freshwatch permission to read it");
        } catch (IOException e) {
            String detail = PlainText.line(e.getMessage(), 120);
            throw new UnusableCaFile(file, "cannot be read (" + detail + ")", WRITE_PEM);
        }
        if (bytes.length > MAX_BYTES) {
            throw new UnusableCaFile(file, "is longer than 1 MiB", WRITE_PEM);
        }
        return bytes;
    }

    private static X509Certificate certificate(Path file, String base64, int number) throws UnusableCaFile {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new UnusableCaFile(file, "contains a damaged certificate (number " + number + ")", "copy it again");
        }
    }

    private static UnusableCaFile noCertificate(Path file, byte[] bytes, String text) {
        // 0x30 is the first byte of every certificate and every PKCS#12 store in DER; 0xFEEDFEED begins a JKS store
        boolean binary = bytes.length > 1 && (bytes[0] == 0x30 || bytes[0] == (byte) 0xFE);
        if (bytes.length == 0) {
            return new UnusableCaFile(file, "is empty", WRITE_PEM);
        }
        if (binary) {
            return new UnusableCaFile(
                    file, "is binary, not PEM", "convert it: openssl x509 -inform der -in OLD -out NEW.pem");
        }
        if (text.contains("PRIVATE KEY-----")) {
            return new UnusableCaFile(file, "contains a private key but no certificate", WRITE_PEM);
        }
        return new UnusableCaFile(file, "contains no certificate (no BEGIN CERTIFICATE line)", WRITE_PEM);
    }
}
