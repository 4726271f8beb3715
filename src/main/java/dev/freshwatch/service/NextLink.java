package dev.freshwatch.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a list goes on: addresses in answers lead to the host that sent them, and nowhere else. */
final class NextLink {

    /** RFC 8288, section 3. */
    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:\\s*;[^,\"]*(?:\"[^\"]*\")?)*)");

    private static final Pattern NEXT =
            Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:next(?=$|[\\s;])|\"([^\"]*\\s)?next(\\s[^\"]*)?\")");

    private NextLink() {}

    /** Returns the target of the relation {@code next} in the headers {@code Link}; null = there is none. */
    static String of(List<String> headers) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return link.group(1).strip();
                }
            }
        }
        return null;
    }

    /** Returns the whole address, if it has the same scheme, host and port; otherwise null. */
    static URI beside(URI now, String address) {
        try {
            URI next = now.resolve(new URI(address.strip()));
            boolean same = now.getScheme().equalsIgnoreCase(next.getScheme())
                    && Objects.equals(now.getRawAuthority(), next.getRawAuthority());
            return same && next.getHost() != null ? next : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
