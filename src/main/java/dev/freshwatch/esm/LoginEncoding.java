package dev.freshwatch.esm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How user name and password are encoded in a login. Neither encoding hides anything: only TLS does (section 2). */
enum LoginEncoding {
    /** Up to ESM 11.6.10. */
    BASE64 {
        @Override
        String encode(String text) {
            return base64(text.getBytes(StandardCharsets.UTF_8));
        }
    },
    /** From ESM 11.6.11 on: AES-128-CBC with the public key and IV of the vendor's article KB90289. */
    AES {
        @Override
        String encode(String text) {
            try {
                Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(PUBLIC_KEY, "AES"), new IvParameterSpec(PUBLIC_KEY));
                return base64(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java runtime has no AES/CBC", e);
            }
        }
    };

    private static final byte[] PUBLIC_KEY = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    abstract String encode(String text);

    LoginEncoding other() {
        return this == BASE64 ? AES : BASE64;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
