package dev.freshwatch.service;

import dev.freshwatch.freshness.CheckId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes the last part of a check's id from what a platform calls a source. Ids of platforms are hostile: they may be of any
 * length and contain anything. Letters and digits of ASCII and {@code . _ - : @} stay, except for a dot at the beginning;
 * everything else is written as {@code ~} and two hexadecimal digits for each byte of UTF-8. What would be longer than
 * {@value #LONGEST} characters is cut, and ends in {@code ~~} and a part of its SHA-256. So the result is the same each time,
 * and two different ids never have the same: {@code ~} itself is escaped, and {@code ~~} occurs nowhere else.
 */
final class SourceId {

    static final int LONGEST = 160;

    /** 128 bits. */
    private static final int DIGITS = 32;

    private static final String CUT = "~~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SourceId() {}

    /** Returns the check of this source of a list. @param id not empty */
    static CheckId of(CheckId list, String id) {
        return new CheckId(list + "/" + part(id));
    }

    private static String part(String id) {
        StringBuilder part = new StringBuilder();
        for (int at = 0; at < id.length(); ) {
            int c = id.codePointAt(at);
            if (isPlain(c) && !(c == '.' && at == 0)) {
                part.append((char) c);
            } else {
                escape(c, part);
            }
            at += Character.charCount(c);
        }
        return part.length() <= LONGEST ? part.toString() : cut(part.toString());
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x80 && "._-:@".indexOf(c) >= 0);
    }

    private static void escape(int c, StringBuilder part) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            // half a character, which UTF-8 has no bytes for
            part.append("~u").append(HEX.toHexDigits((char) c));
            return;
        }
        for (byte one : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            part.append('~').append(HEX.toHexDigits(one));
        }
    }

    private static String cut(String part) {
        String head = part.substring(0, LONGEST - DIGITS - CUT.length());
        int escape = head.lastIndexOf('~');
        // not within an escape
        String whole = escape >= head.length() - "~uFFF".length() ? head.substring(0, escape) : head;
        return whole + CUT + digest(part);
    }

    private static String digest(String part) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.US_ASCII));
            return HEX.formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
