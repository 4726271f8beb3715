package dev.freshwatch.tls;

import dev.freshwatch.tls.UnusableClientCertificate.Part;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads a private key from the text of a PEM file: PKCS#8 (RFC 5958), encrypted or not. */
final class KeyFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([^-]*)-----END (?:ENCRYPTED )?PRIVATE KEY-----");
    /** Written by openssl before version 3, and still by {@code openssl ecparam}. */
    private static final Pattern OLDER = Pattern.compile("-----BEGIN (RSA|EC|DSA) PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private KeyFile() {}

    /** @param password null = none */
    static PrivateKey read(String pem, char[] password) throws UnusableClientCertificate {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw noKey(pem);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        boolean encrypted = block.group(1) != null;
        if (!encrypted) {
            // A password is not needed here, and does no harm.
            return key(new PKCS8EncodedKeySpec(der));
        }
        if (password == null) {
            throw new UnusableClientCertificate(
                    Part.PASSWORD, "is missing: the key is encrypted", "write {{env:NAME}} or {{file:PATH}}");
        }
        return key(decrypted(der, password));
    }

    private static UnusableClientCertificate noKey(String pem) {
        Matcher older = OLDER.matcher(pem);
        if (older.find()) {
            String format = older.group(1).equals("RSA") ? "PKCS#1" : "the old format for " + older.group(1) + " keys";
            return new UnusableClientCertificate(
                    Part.KEY,
                    "it is not PKCS#8 but " + format,
                    "convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.pem -out KEY.pem");
        }
        if (pem.contains("BEGIN OPENSSH PRIVATE KEY")) {
            return new UnusableClientCertificate(
                    Part.KEY, "it is an SSH key", "name the key that belongs to the certificate");
        }
        return pem.contains("BEGIN CERTIFICATE")
                ? new UnusableClientCertificate(
                        Part.KEY, "it contains a certificate but no key", "name the file with the private key")
                : new UnusableClientCertificate(
                        Part.KEY,
                        "it contains no private key in PEM format (no BEGIN PRIVATE KEY line)",
                        "name a PEM file with the key as PKCS#8");
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, char[] password) throws UnusableClientCertificate {
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // The name is just "PBES2"; the parameters name the cipher.
            String cipherName =
                    info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
            Cipher cipher = Cipher.getInstance(cipherName);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(cipherName).generateSecret(new PBEKeySpec(password)),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (InvalidKeySpecException e) {
            throw new UnusableClientCertificate(
                    Part.PASSWORD, "does not decrypt the key", "write the password that the key was encrypted with");
        } catch (GeneralSecurityException | IOException e) {
            // Java supports only AES with PBES2; for other ciphers it reports that the bytes are not such a key.
            throw new UnusableClientCertificate(
                    Part.KEY,
                    "it is damaged, or encrypted in a way that this Java does not support",
                    "encrypt it again: openssl pkcs8 -topk8 -v2 aes256 -in OLD.pem -out KEY.pem");
        }
    }

    private static UnusableClientCertificate damaged() {
        return new UnusableClientCertificate(Part.KEY, "its key is damaged", "copy it again");
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) throws UnusableClientCertificate {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // Try the other algorithms.
                continue;
            }
        }
        throw damaged();
    }
}
