package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two keys of a MISP. */
enum MispKey {
    WEAK("key", "key", "an API key of any role that may use the API"),
    ADMIN("admin-key", "admin key", "a site admin's full API key (not a read-only one)");

    /** Half of SHA-256: a key is forty random letters and digits, so it cannot be found from this. */
    private static final int FINGERPRINT_BYTES = 16;

    private final String word;
    private final String name;
    private final String needed;

    MispKey(String word, String name, String needed) {
        this.word = word;
        this.name = name;
        this.needed = needed;
    }

    /** Returns its name for messages. */
    KeyName in(MispSettings settings) {
        return new KeyName(settings.key(word), needed);
    }

    /** Returns the word used in configuration keys. */
    String word() {
        return word;
    }

    /** Returns its name for people. */
    String people() {
        return name;
    }

    /** Returns the key itself; null if there is none. */
    Secret of(MispSettings settings) {
        return this == WEAK ? settings.key() : settings.adminKey();
    }

    /** Returns a value that distinguishes this key from any other, and reveals nothing else about it. */
    String fingerprint(MispSettings settings) {
        try {
            byte[] text = ("freshwatch:" + word + ":" + of(settings).reveal()).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
