package dev.freshwatch.service;

import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.BadValue;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the parameters {@code token-…} of a service that needs a token. */
final class TokenReader {

    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]{1,100}):\\s*(\\S.*)");
    private static final String TOKEN_PREFIX = "token-";

    private final Parameters given;
    private final RequestReader requests;

    /** @param requests reads the request that needs the token */
    TokenReader(Parameters given, RequestReader requests) {
        this.given = given;
        this.requests = requests;
    }

    /** Returns null if none is needed, or there are faults. */
    TokenStep read(Duration timeout) {
        return given.text("token-url") == null ? withoutToken() : token(requests, timeout);
    }

    private TokenStep withoutToken() {
        Stream.of("headers", "body", "content-type")
                .map(TOKEN_PREFIX::concat)
                .filter(name -> given.text(name) != null)
                .forEach(name -> given.fault(name, "needs token-url", "write the address that gives a token"));
        return null;
    }

    private TokenStep token(RequestReader request, Duration timeout) {
        HttpRequest login = request.withPrefix(TOKEN_PREFIX).read(timeout);
        JsonPath path = given.get("token-path", JsonPaths::compile);
        String[] header = given.require("token-header", TokenReader::header, "write Authorization: Bearer {token}");
        return header == null ? null : new TokenStep(login, path, header[0], header[1]);
    }

    private static String[] header(String text) throws BadValue {
        var read = HEADER.matcher(text);
        if (!read.matches() || !text.contains(TokenStep.TOKEN) || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new BadValue("is not a header with a token", "write it like Authorization: Bearer {token}");
        }
        return new String[] {read.group(1), read.group(2)};
    }
}
