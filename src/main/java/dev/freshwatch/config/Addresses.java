package dev.freshwatch.config;

import dev.freshwatch.http.UrlHost;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of network addresses: URLs, hosts, mailboxes. Checking them contacts nobody. */
final class Addresses {

    /** Scheme, host and port; a trailing slash is removed. */
    static final Type<URI> PLATFORM_URL = new Type<>("URL", Type.Shown.HIDDEN, Addresses::platform);

    /** Scheme, host, port and an optional base path. */
    static final Type<URI> PLATFORM_BASE = new Type<>("URL", Type.Shown.HIDDEN, Addresses::base);

    static final Type<URI> URL = new Type<>("URL", Type.Shown.HIDDEN, text -> url(text, "https://hooks.example/path"));

    /** An absolute path, optionally with a query. */
    static final Type<String> PATH = Type.quoted("path", Addresses::path);

    static final Type<String> HOST = Type.quoted("host", Addresses::host);

    static final Type<String> MAILBOX = Type.quoted("mail address", Addresses::mailbox);

    static final Type<List<String>> MAILBOXES = Type.quoted("mail addresses, comma separated", Addresses::mailboxes);

    /** IDNA 2003, which the JDK implements, maps these to other letters, and so to another domain. */
    private static final Pattern TWO_FORMS = Pattern.compile("[\u00df\u03c2\u200c\u200d]");

    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?\\.?");
    private static final Pattern IP_V6 = Pattern.compile("\\[?([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)]?");

    /** Pages that people copy from their browser. */
    private static final Pattern MISP_PAGE = Pattern.compile("/(users|events|servers|attributes|feeds)(/.*)?$");

    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost\\.?|127(\\.\\d{1,3}){1,3}|\\[?(0*:){1,7}0*1]?");

    private Addresses() {}

    /** Judged by its text; names are not resolved. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static URI platform(String text) throws BadValue {
        String example = "https://esm.example";
        URI url = url(text, example);
        boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
        if (!bare || url.getRawQuery() != null) {
            throw new BadValue("has more than scheme, host and port", "write it without a path, such as " + example);
        }
        return URI.create(bare(url));
    }

    private static URI base(String text) throws BadValue {
        String example = "https://misp.example or https://host.example/misp";
        URI url = url(text, example);
        if (url.getRawQuery() != null) {
            throw new BadValue("has a query (?…)", "write it like " + example);
        }
        String path = url.getRawPath().replaceAll("/+$", "");
        if (!path.matches("(/[A-Za-z0-9._~%:-]+)*") || path.matches(".*/\\.\\.?(/.*)?")) {
            throw new BadValue("has a path that cannot be used", "write it like " + example);
        }
        Matcher page = MISP_PAGE.matcher(path);
        if (page.find()) {
            throw new BadValue("is the URL of a page of MISP", "write it without " + page.group());
        }
        return URI.create(bare(url) + path);
    }

    private static String bare(URI url) {
        String port = UrlHost.port(url) < 0 ? "" : ":" + UrlHost.port(url);
        return url.getScheme().toLowerCase(Locale.ROOT) + "://" + UrlHost.of(url) + port;
    }

    private static URI url(String text, String example) throws BadValue {
        String hint = "write it like " + example;
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new BadValue("is not a URL", hint);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new BadValue("does not begin with https:// or http://", hint);
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            throw new BadValue("contains a user or a password", "remove everything before the @");
        }
        if (UrlHost.of(url) == null) {
            throw new BadValue(
                    "has no host name that can be used", hint + "; letters, digits, dots, dashes and underscores");
        }
        if (UrlHost.port(url) == 0 || UrlHost.port(url) > 65_535) {
            throw new BadValue("has a port that does not exist", "write a port from 1 to 65535, or none");
        }
        if (url.getRawFragment() != null) {
            throw new BadValue("has a fragment (#…)", "remove it");
        }
        return url;
    }

    private static String path(String text) throws BadValue {
        String hint = "write it like /users/login";
        if (!text.startsWith("/") || text.startsWith("//")) {
            throw new BadValue("does not begin with one slash", hint);
        }
        try {
            if (new URI(text).getRawFragment() == null) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new BadValue("is not a path of a URL", hint);
        }
        throw new BadValue("has a fragment (#…)", "remove it");
    }

    private static String host(String text) throws BadValue {
        var v6 = IP_V6.matcher(text);
        if (v6.matches()) {
            return v6.group(1);
        }
        if (HOST_NAME.matcher(text).matches()) {
            return text;
        }
        if (text.contains("/")) {
            throw new BadValue("is a URL or a path", "write only the host name");
        }
        if (text.matches("[^:]*:\\d+")) {
            throw new BadValue("is more than a host name", "write the port in its own key");
        }
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw new BadValue("contains a space", "write one host name");
        }
        throw new BadValue("is not a host name", "write a name of letters, digits, dots and dashes, or an address");
    }

    private static String mailbox(String text) throws BadValue {
        List<String> all = mailboxes(text);
        if (all.size() != 1) {
            throw new BadValue("is more than one mail address", "write one");
        }
        return all.get(0);
    }

    private static List<String> mailboxes(String text) throws BadValue {
        BadValue refused = text.contains(";")
                ? new BadValue("is not a list of mail addresses", "use commas instead of ;")
                : new BadValue("is not a mail address", "write it like soc@example.com");
        List<String> all = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(text, true)) {
                address.validate();
                if (address.isGroup() || !address.getAddress().contains("@")) {
                    throw refused;
                }
                String domain =
                        address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
                if (TWO_FORMS.matcher(domain).find()) {
                    throw new BadValue(
                            "has a domain with a letter that two standards encode differently (ß, ς)",
                            "write the domain in the form xn--… that its owner has registered");
                }
                IDN.toASCII(domain);
                all.add(address.toUnicodeString());
            }
        } catch (AddressException | IllegalArgumentException e) {
            throw refused;
        }
        if (all.isEmpty()) {
            throw refused;
        }
        return List.copyOf(all);
    }

    /** The name of this machine, reduced to characters that a syslog header and a URI allow. */
    static String ownName(Map<String, String> environment) {
        String name = environment.getOrDefault("HOSTNAME", "").strip();
        if (name.isEmpty()) {
            name = kernelHostName();
        }
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return clean.isEmpty() ? "localhost" : clean.substring(0, Math.min(clean.length(), 255));
    }

    private static String kernelHostName() {
        try {
            return Files.isReadable(KERNEL_HOST_NAME)
                    ? Files.readString(KERNEL_HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            // A machine without a name must still be able to watch; the caller has a default.
            return "";
        }
    }
}
