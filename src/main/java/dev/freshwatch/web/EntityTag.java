package dev.freshwatch.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

/** Spares a client what it has already: the ETag of an answer is that of its content (RFC 9110, 8.8.3 and 13.1.2). */
final class EntityTag {

    private static final int BYTES = 15;

    private EntityTag() {}

    /** Returns the answer with its ETag, or 304 where the client named that. Only for {@code GET} and a status of 200. */
    static WebResponse of(WebRequest request, WebResponse response) {
        if (response.status() != 200 || !request.method().equals("GET")) {
            return response;
        }
        String tag = tag(response.body());
        WebResponse tagged = response.with("ETag", tag);
        return isNamed(request.header().get("if-none-match"), tag)
                ? new WebResponse(304, null, new byte[0], tagged.header())
                : tagged;
    }

    private static String tag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }

    /** @param header {@code If-None-Match}; null = not sent */
    private static boolean isNamed(String header, String tag) {
        return header != null
                && Stream.of(header.split(","))
                        .map(String::strip)
                        .anyMatch(named -> named.equals("*")
                                || named.replaceFirst("^W/", "").equals(tag));
    }
}
