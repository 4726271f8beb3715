package dev.freshwatch.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes X.509 certificates within the JVM: a process of {@code keytool} for each costs two seconds of processor time. Keys are of
 * the curve P-256, and made in a millisecond; one for RSA takes more than a second of a JVM that has just begun.
 */
public final class CertificateMaker {

    /** A certificate with its key. */
    public record Identity(X509Certificate certificate, PrivateKey key) {

        /** The key as PKCS#8, DER. A key for EC has its public half with it, which Java leaves out and GnuTLS demands. */
        public byte[] pkcs8() {
            if (!(key instanceof ECPrivateKey ec)) {
                return key.getEncoded();
            }
            try {
                AlgorithmIdentifier curve =
                        PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm();
                ASN1BitString point = SubjectPublicKeyInfo.getInstance(
                                certificate.getPublicKey().getEncoded())
                        .getPublicKeyData();
                int bits = ec.getParams().getOrder().bitLength();
                return new PrivateKeyInfo(
                                curve,
                                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        bits, ec.getS(), point, curve.getParameters()))
                        .getEncoded();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final AtomicLong MADE = new AtomicLong();

    private KeyPair keys = newKeys("EC", 256);
    private final X500Name subject;
    private final List<Object[]> extensions = new ArrayList<>();
    private Instant begins = Instant.now().minusSeconds(60);
    private Duration valid = Duration.ofDays(2);

    private CertificateMaker(String subject) {
        this.subject = new X500Name(subject);
    }

    /** @param subject such as {@code CN=localhost} */
    public static CertificateMaker of(String subject) {
        return new CertificateMaker(subject);
    }

    /** For what only RSA keys can do. */
    public CertificateMaker rsa() {
        keys = newKeys("RSA", 2048);
        return this;
    }

    public CertificateMaker begins(Instant from) {
        begins = from;
        return this;
    }

    public CertificateMaker valid(Duration length) {
        valid = length;
        return this;
    }

    /** May sign other certificates. */
    public CertificateMaker ca() {
        with(Extension.basicConstraints, true, new BasicConstraints(true));
        return with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    /** Is its own issuer and may serve as the CA of itself; any use. */
    public CertificateMaker ownCa() {
        return with(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    /** For servers and clients. */
    public CertificateMaker serverAndClient() {
        KeyPurposeId[] uses = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses));
    }

    /** @param names such as {@code dns:localhost,ip:127.0.0.1} */
    public CertificateMaker names(String names) {
        List<GeneralName> all = new ArrayList<>();
        for (String name : names.split(",")) {
            String[] kind = name.split(":", 2);
            all.add(new GeneralName(kind[0].equals("ip") ? GeneralName.iPAddress : GeneralName.dNSName, kind[1]));
        }
        return with(Extension.subjectAlternativeName, false, new GeneralNames(all.toArray(GeneralName[]::new)));
    }

    private CertificateMaker with(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        extensions.add(new Object[] {extension, critical, value});
        return this;
    }

    /** Signed by itself. */
    public Identity make() {
        return sign(subject, keys.getPrivate());
    }

    /** Signed by this CA. */
    public Identity make(Identity ca) {
        return sign(
                X500Name.getInstance(ca.certificate().getSubjectX500Principal().getEncoded()), ca.key());
    }

    private Identity sign(X500Name issuer, PrivateKey signer) {
        BigInteger serial = BigInteger.valueOf(System.currentTimeMillis() * 1000 + MADE.incrementAndGet());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(begins), Date.from(begins.plus(valid)), subject, keys.getPublic());
        String algorithm = signer.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            for (Object[] extension : extensions) {
                builder.addExtension(
                        (ASN1ObjectIdentifier) extension[0], (boolean) extension[1], (ASN1Encodable) extension[2]);
            }
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
            return new Identity(certificate, keys.getPrivate());
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes it as PEM. */
    public static Path writePem(Path file, String kind, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            return Files.writeString(
                    file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
