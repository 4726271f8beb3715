package dev.freshwatch.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request asks for, decoded once.
 *
 * @param path  starts with a slash, without {@code .} and {@code ..} segments and control characters
 * @param query of a name that is given twice the first counts
 */
record RequestTarget(String path, Map<String, String> query) {

    private static final int MOST_PARAMETERS = 20;

    /** A request target that means nothing here. The message says why. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** @param target as in the request line */
    static RequestTarget parse(String target) throws Unusable {
        if (!target.startsWith("/")) {
            throw new Unusable("ask for a path that begins with a slash");
        }
        int question = target.indexOf('?');
        String path = decoded(question < 0 ? target : target.substring(0, question), false);
        if (List.of(path.split("/", -1)).stream().anyMatch(Set.of(".", "..")::contains)) {
            throw new Unusable("a path must not contain . or .. as a part");
        }
        return new RequestTarget(path, question < 0 ? Map.of() : query(target.substring(question + 1)));
    }

    private static Map<String, String> query(String text) throws Unusable {
        String[] parts = text.split("&", MOST_PARAMETERS + 1);
        if (parts.length > MOST_PARAMETERS) {
            throw new Unusable("more than " + MOST_PARAMETERS + " parameters");
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals), true);
            if (!name.isEmpty()) {
                query.putIfAbsent(name, equals < 0 ? "" : decoded(part.substring(equals + 1), true));
            }
        }
        return Map.copyOf(query);
    }

    private static String decoded(String text, boolean plusIsBlank) throws Unusable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw new Unusable(
                            "a % must be followed by two hexadecimal digits; write %25 for the character itself");
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c > 0x7e) {
                throw new Unusable("write characters beyond ASCII as their UTF-8 bytes, such as %C3%A4");
            } else {
                bytes.write(c == '+' && plusIsBlank ? ' ' : c);
            }
        }
        return harmless(bytes.toByteArray());
    }

    private static String harmless(byte[] bytes) throws Unusable {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unusable("the bytes after % are not UTF-8");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Unusable("control characters are not allowed");
        }
        return text;
    }
}
