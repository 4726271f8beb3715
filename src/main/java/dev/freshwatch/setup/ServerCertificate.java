package dev.freshwatch.setup;

import dev.freshwatch.config.PropertyLine;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.http.CertificateName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The certificate of a server, for people to inspect.
 *
 * @param certificate  the server's own, not that of a CA
 * @param whyUntrusted in words; null = issued by a CA that Java knows
 */
public record ServerCertificate(X509Certificate certificate, String whyUntrusted) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The kinds of names that a client compares with the host of a URL: DNS names and addresses (RFC 5280, 4.2.1.6). */
    private static final List<Integer> HOST_KINDS = List.of(2, 7);

    private static final int MOST_NAMES = 20;

    public boolean isTrusted() {
        return whyUntrusted == null;
    }

    /** Whether it is for this host, which every later connection checks too, whatever is trusted. */
    public boolean isFor(String host) {
        return CertificateName.matches(host, certificate);
    }

    /** {@code AB:CD:…}, the SHA-256 of the whole certificate, as browsers and openssl show it. */
    public String fingerprint() {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256());
    }

    /** Whether this text is its SHA-256, as people copy it: case, colons and blanks do not matter. */
    public boolean hasFingerprint(String text) {
        return digits(text).equals(HexFormat.of().formatHex(sha256()));
    }

    /** Whether a text can be the SHA-256 of a certificate. */
    public static boolean isFingerprint(String text) {
        return digits(text).matches("[0-9a-f]{64}");
    }

    /** As openssl and browsers write it: {@code sha256 Fingerprint=AB:CD:…}. */
    private static String digits(String text) {
        return text.replaceFirst("(?i)^\\s*sha-?256\\s*(fingerprint)?\\s*[:=]", "")
                .replaceAll("[:\\s-]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Subject, issuer, names, end and fingerprint, one in a line. What is in it comes from the server, and is cleaned. */
    public List<String> lines(Instant now) {
        String end = DAY.format(certificate.getNotAfter().toInstant());
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            end += " (expired)";
        } else if (certificate.getNotBefore().toInstant().isAfter(now)) {
            end += " (not valid before " + DAY.format(certificate.getNotBefore().toInstant()) + ")";
        }
        return List.of(
                "subject      " + subject(),
                "issuer       "
                        + (isSelfSigned()
                                ? "itself (self-signed)"
                                : PlainText.line(
                                        certificate.getIssuerX500Principal().getName(), 256)),
                "names        " + names(),
                "ends         " + end,
                "SHA-256      " + fingerprint());
    }

    public String subject() {
        return PlainText.line(certificate.getSubjectX500Principal().getName(), 256);
    }

    public Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    private boolean isSelfSigned() {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** The hosts that it is for, comma separated; without any, its common name counts. */
    public String names() {
        List<String> names = new ArrayList<>();
        try {
            for (List<?> name :
                    Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of())) {
                if (HOST_KINDS.contains(name.get(0))) {
                    names.add(PlainText.line(String.valueOf(name.get(1)), 256));
                }
            }
        } catch (CertificateParsingException e) {
            return "(they cannot be read)";
        }
        if (names.isEmpty()) {
            return "only that of the subject";
        }
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + ", and " + (names.size() - MOST_NAMES) + " more";
    }

    /** As a PEM file, with subject and SHA-256 in comments above it. */
    public byte[] pem() {
        String text = PropertyLine.comment(subject()) + "\n# SHA-256 " + fingerprint()
                + "\n-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded())
                + "\n-----END CERTIFICATE-----\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it came encoded", e);
        }
    }
}
