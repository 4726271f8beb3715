package dev.freshwatch.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the bytes of an answer like a browser: by a byte order mark, else by {@code Content-Type}, else by what a
 * page declares in its first kilobyte, else as UTF-8, or windows-1252 if that fails (WHATWG, Encoding, and HTML section
 * 13.2.3).
 */
final class Decoding {

    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(?:^|[;\\s])charset\\s*=\\s*[\"']?([A-Za-z0-9][A-Za-z0-9_.:+-]{0,39})");
    /** {@code <meta charset=x>}, {@code <meta http-equiv=Content-Type content="…; charset=x">}, {@code <?xml encoding="x"?>}. */
    private static final Pattern IN_PAGE =
            Pattern.compile("(?is)<meta\\s[^>]*?charset\\s*=\\s*[\"']?([A-Za-z0-9_.:+-]{1,40})"
                    + "|^\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9_.:+-]{1,40})");

    private static final int FIRST_PART = 1024;

    private Decoding() {}

    /** Never fails: undecodable bytes become replacement characters. */
    static String text(byte[] body, String contentType) {
        Mark mark = Mark.of(body);
        if (mark != null) {
            return new String(body, mark.length, body.length - mark.length, mark.charset);
        }
        Charset declared = parameter(contentType);
        if (declared == null) {
            declared = inPage(body);
        }
        if (declared != null) {
            return new String(body, declared);
        }
        CharBuffer strict = strictUtf8(body);
        return strict == null ? new String(body, WESTERN) : strict.toString();
    }

    private record Mark(Charset charset, int length) {

        /** Returns null if there is no byte order mark. */
        static Mark of(byte[] body) {
            if (begins(body, 0xEF, 0xBB, 0xBF)) {
                return new Mark(StandardCharsets.UTF_8, 3);
            }
            if (begins(body, 0xFF, 0xFE)) {
                return new Mark(StandardCharsets.UTF_16LE, 2);
            }
            return begins(body, 0xFE, 0xFF) ? new Mark(StandardCharsets.UTF_16BE, 2) : null;
        }

        private static boolean begins(byte[] body, int... mark) {
            for (int i = 0; i < mark.length; i++) {
                if (body.length <= i || (body[i] & 0xFF) != mark[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Charset parameter(String contentType) {
        Matcher declared = PARAMETER.matcher(contentType);
        return declared.find() ? named(declared.group(1)) : null;
    }

    private static Charset inPage(byte[] body) {
        String start = new String(Arrays.copyOf(body, Math.min(body.length, FIRST_PART)), StandardCharsets.ISO_8859_1);
        if (!start.stripLeading().startsWith("<")) {
            return null;
        }
        Matcher declared = IN_PAGE.matcher(start);
        if (!declared.find()) {
            return null;
        }
        Charset charset = named(declared.group(1) == null ? declared.group(2) : declared.group(1));
        // A page whose tag could be read as bytes is not UTF-16, whatever it declares.
        return charset != null && charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
    }

    /** Returns null if there is no such charset on this machine. */
    private static Charset named(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        if (lower.equals("utf-16")) {
            return StandardCharsets.UTF_16LE;
        }
        try {
            Charset charset = Charset.forName(lower);
            // Many pages declare the former and mean windows-1252, which has quotes and the euro sign where the former
            // has nothing.
            boolean western = charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
            return western ? WESTERN : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** Returns null if the bytes are not UTF-8. */
    private static CharBuffer strictUtf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
