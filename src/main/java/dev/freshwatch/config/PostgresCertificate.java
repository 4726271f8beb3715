package dev.freshwatch.config;

import dev.freshwatch.tls.CaFile;
import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import javax.crypto.EncryptedPrivateKeyInfo;

/**
 * Checks the client certificate for PostgreSQL against the requirements of the driver (42.7): the key in its own file,
 * PKCS#8 without a password, RSA if PEM, and accessible only to its owner. The driver's own messages are less clear,
 * and it asks for a password at the terminal.
 */
final class PostgresCertificate {

    private static final int MAX_BYTES = 1 << 20;
    private static final int DER_SEQUENCE = 0x30;
    private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -outform DER -in KEY -out db-client.pk8";
    private static final Set<PosixFilePermission> GROUP_OR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private PostgresCertificate() {}

    /**
     * @param certificate null = not configured
     * @param key         null = not configured
     */
    static void check(Path certificate, Path key) throws BadValue {
        if (certificate == null && key == null) {
            return;
        }
        if (certificate == null || key == null) {
            throw new BadValue("has only one of sslcert and sslkey", "write both: &sslcert=FILE&sslkey=FILE");
        }
        String name = key.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            throw new BadValue(
                    "names a PKCS#12 file in sslkey, which needs a password",
                    "extract the key: openssl pkcs12 -in FILE -nocerts -nodes -out KEY, then " + CONVERT);
        }
        try {
            if (isDer(key)) {
                der(key);
            } else {
                pem(certificate, key);
            }
            rights(key);
        } catch (UnusableClientCertificate e) {
            throw unusable(e, certificate, key);
        } catch (IOException e) {
            throw new BadValue(
                    "names a key in sslkey that cannot be read: " + key, "allow the user of the watch to read it");
        }
    }

    private static BadValue unusable(UnusableClientCertificate e, Path certificate, Path key) {
        return switch (e.part()) {
            case CERTIFICATE -> new BadValue("names " + certificate + " in sslcert: " + e.problem(), e.hint());
            case KEY -> new BadValue("names " + key + " in sslkey: " + e.problem(), e.hint());
            case PASSWORD -> encrypted(key);
        };
    }

    private static BadValue encrypted(Path key) {
        return new BadValue(
                "names a key in sslkey that is encrypted: " + key,
                "store it without a password, mode 0600: " + CONVERT);
    }

    private static boolean isDer(Path key) throws IOException {
        if (!Files.isRegularFile(key)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(key)) {
            return in.read() == DER_SEQUENCE;
        }
    }

    private static void der(Path key) throws IOException, BadValue {
        if (key.toString().toLowerCase(Locale.ROOT).endsWith(".pem")) {
            throw new BadValue("names a key in sslkey that ends in .pem but is DER", "rename it to .pk8");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(key)) {
            bytes = in.readNBytes(MAX_BYTES);
        }
        boolean encrypted;
        try {
            encrypted = new EncryptedPrivateKeyInfo(bytes).getEncryptedData().length > 0;
        } catch (IOException e) {
            // it begins otherwise: a key as it is
            encrypted = false;
        }
        if (encrypted) {
            throw encrypted(key);
        }
    }

    private static void pem(Path certificate, Path key) throws IOException, BadValue {
        ClientCertificate.read(certificate, key, null);
        String algorithm = CaFile.read(certificate).get(0).getPublicKey().getAlgorithm();
        String name = key.toString().toLowerCase(Locale.ROOT);
        if (!algorithm.equals("RSA") || name.endsWith(".der")) {
            throw new BadValue(
                    "names a key in sslkey that must be DER, not PEM: " + key,
                    "convert it: " + CONVERT + ", and write sslkey=db-client.pk8");
        }
    }

    /** The driver's rule: files of root may be readable for the group. */
    private static void rights(Path key) throws IOException, BadValue {
        boolean ofRoot = "root".equals(Files.getOwner(key).getName());
        for (PosixFilePermission right : Files.getPosixFilePermissions(key)) {
            boolean allowed = ofRoot && right == PosixFilePermission.GROUP_READ;
            if (GROUP_OR_OTHERS.contains(right) && !allowed) {
                throw new BadValue("names a key in sslkey that others can access: " + key, "run: chmod 600 " + key);
            }
        }
    }
}
