package dev.freshwatch.web;

import dev.freshwatch.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Basic authentication (RFC 7617) in UTF-8. */
final class Login {

    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    Login(String username, Secret password) {
        expected = digest((username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether user name and password are right. Takes the same time whatever is wrong.
     *
     * @param authorization the header; null = not sent
     */
    boolean accepts(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return MessageDigest.isEqual(expected, digest(given));
        } catch (IllegalArgumentException e) {
            // Not Base64, so not a valid login.
            return false;
        }
    }

    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }
}
