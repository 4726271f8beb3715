package dev.freshwatch.sim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The encoding of user name and password that an ESM requires at login (esm.md section 2). */
public enum LoginCode {
    /** Base64 of the UTF-8 text: up to 11.6.10. */
    BASE64,
    /** Base64 of AES-128-CBC with the vendor's public key: from 11.6.11 on. */
    AES,
    /** Accepts both; no known version does. */
    EITHER;

    private static final byte[] PUBLIC_KEY = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final int[] FIRST_WITH_AES = {11, 6, 11};

    /** Returns the encoding for a version such as {@code 11.3.2} or {@code 11.6.11}. */
    static LoginCode of(String version) {
        int[] numbers = Arrays.stream(version.split("\\D+"))
                .mapToInt(Integer::parseInt)
                .limit(FIRST_WITH_AES.length)
                .toArray();
        return Arrays.compare(numbers, FIRST_WITH_AES) >= 0 ? AES : BASE64;
    }

    /** Whether this is the encoded form of the plain text. */
    boolean matches(String encoded, String plain) {
        return switch (this) {
            case BASE64 ->
                bytes(encoded).map(LoginCode::text).filter(plain::equals).isPresent();
            case AES ->
                bytes(encoded)
                        .flatMap(LoginCode::decrypted)
                        .map(LoginCode::text)
                        .filter(plain::equals)
                        .isPresent();
            case EITHER -> BASE64.matches(encoded, plain) || AES.matches(encoded, plain);
        };
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> decrypted(byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(PUBLIC_KEY, "AES"), new IvParameterSpec(PUBLIC_KEY));
            return Optional.of(cipher.doFinal(bytes));
        } catch (GeneralSecurityException notEncrypted) {
            return Optional.empty();
        }
    }
}
