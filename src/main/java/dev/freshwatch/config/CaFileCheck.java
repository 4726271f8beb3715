package dev.freshwatch.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a PEM file contains valid certificates. */
final class CaFileCheck {

    /** Several times the size of all certificates of a large organization. */
    static final int LONGEST = 4_194_304;

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private CaFileCheck() {}

    /** What is wrong with the text of a PEM file; null = nothing. Never contains text of the file. */
    static String problem(String pem) {
        Matcher block = BLOCK.matcher(pem);
        int count = 0;
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                count++;
                factory.generateCertificate(
                        new ByteArrayInputStream(block.group().getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (CertificateException e) {
            return String.format(Locale.ROOT, "its certificate number %d is damaged", count);
        }
        return count == 0 ? "it contains no certificate (no BEGIN CERTIFICATE)" : null;
    }
}
