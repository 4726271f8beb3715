package dev.freshwatch.sink;

import jakarta.mail.internet.MimeUtility;
import java.util.Base64;

/**
 * Encodes free text as the value of a mail header. The library does not change ASCII text, even if it looks encoded, so
 * a device named {@code =?UTF-8?Q?…?=} could put anything into the header that the reader sees.
 */
final class MailHeader {

    /** UTF-8 bytes per encoded word, to stay within the 75 characters of RFC 2047, section 2. */
    private static final int WORD_BYTES = 45;

    private MailHeader() {}

    /** Returns the value, encoded if necessary, and folded. */
    static String value(String name, String text) {
        boolean plain = text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && !text.contains("=?");
        return plain ? MimeUtility.fold(name.length() + 2, text) : encoded(text);
    }

    private static String encoded(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            String character = Character.toString(text.codePointAt(at));
            if (Utf8.length(word + character) > WORD_BYTES) {
                words.append(encodedWord(word)).append("\r\n ");
                word.setLength(0);
            }
            word.append(character);
            at += character.length();
        }
        return words.append(encodedWord(word)).toString();
    }

    private static String encodedWord(CharSequence text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(Utf8.bytes(text.toString())) + "?=";
    }
}
