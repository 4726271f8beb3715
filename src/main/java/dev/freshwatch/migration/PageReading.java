package dev.freshwatch.migration;

import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.MonitorReading.Seen;
import dev.freshwatch.migration.ScriptText.Asks;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The monitors of OpenNMS that ask for web pages. */
final class PageReading {

    /** {@code ~.*Login.*}: any line with this text. */
    private static final Pattern CONTAINS = Pattern.compile("~(?:\\.\\*)?([^\\\\.*+?\\[\\](){}|^$]+)(?:\\.\\*)?");

    private static final Pattern RANGE = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

    private final String file;
    private final ImportDraft draft;

    PageReading(String file, ImportDraft draft) {
        this.file = file;
        this.draft = draft;
    }

    private Place at(PollerService service) {
        return new Place(file, service.line());
    }

    /** An HttpMonitor or HttpsMonitor. */
    Optional<Seen> http(PollerService service, String called) {
        boolean tls = service.monitor().equals("HttpsMonitor");
        String url = service.parameter("url").orElse("/");
        String host = service.parameter("host-name")
                .or(() -> service.inPackage().address())
                .orElse("${ipaddr}");
        String port = service.parameter("port").orElse(tls ? "443" : "80").replaceFirst("[,;\\s].*$", "");
        Optional<MispPath> path = MispPath.of(url);
        if (path.isEmpty()
                && !(service.name() + " " + host).toLowerCase(Locale.ROOT).contains("misp")) {
            draft.dropped(
                    at(service),
                    called + ": it asks no page of a MISP; the template service-http can, docs/services.md");
            return Optional.empty();
        }
        Optional<MispAddress> address = address(
                service, called, tls, host, port, path.map(MispPath::base).orElse(""));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (tls) {
            draft.fault(
                    at(service),
                    called + ": OpenNMS's HttpsMonitor takes any certificate; it is verified now, and"
                            + " misp.<name>.tls.ca-file is for one that this machine does not trust");
        }
        if (service.parameters().containsKey("password") || service.parameters().containsKey("basic-authentication")) {
            draft.dropped(at(service), called + ": the login of the web server; a MISP is asked without one");
        }
        return Optional.of(seen(service, called, path.orElse(null), address.get()));
    }

    /** @param path null = none of MISP's */
    private Seen seen(PollerService service, String called, MispPath path, MispAddress address) {
        Map<String, String> page = new LinkedHashMap<>();
        Set<Asks> asks = EnumSet.of(Asks.PAGE);
        Optional<String> key = Optional.empty();
        if (path == null) {
            draft.fault(
                    at(service),
                    called + ": almost any answer of the web server was good, a 403 too; here the login page must be"
                            + " right");
        } else if (path.isLogin()) {
            page.put("page.path", path.path());
            text(service, called, service.parameter("response-text").orElse(""))
                    .ifPresent(text -> page.put("page.text", text));
            status(service, called, service.parameter("response").orElse("100-399"))
                    .ifPresent(status -> page.put("page.status", status));
        } else if (path.asks() == Asks.PAGE) {
            draft.dropped(at(service), called + ": the path; the login page shows more");
        } else {
            key = header(service, called);
            if (key.isPresent()) {
                asks = EnumSet.of(path.asks());
            } else {
                draft.fault(
                        at(service),
                        called + ": it asks without a key, and MISP only sends such a request to the login page, or"
                                + " refuses it; here the login page is checked");
            }
        }
        return new Seen(asks, address, key, page);
    }

    /** A key in one of the headers. */
    private Optional<String> header(PollerService service, String called) {
        Optional<String> key = service.parameters().values().stream()
                .map(value -> Pattern.compile("(?i)(?:Authorization|X-MISP-AUTH):\\s*(\\S{1,200})")
                        .matcher(value))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
        key.ifPresent(found -> draft.fault(
                at(service),
                called + ": the API key is in this file; make a new one in MISP and take the old one away"));
        return key;
    }

    /** A PageSequenceMonitor, whose first page counts. */
    Optional<Seen> sequence(PollerService service, String called) {
        Map<String, String> first =
                service.pages().isEmpty() ? Map.of() : service.pages().get(0);
        Optional<MispPath> path = MispPath.of(first.getOrDefault("path", "")).filter(MispPath::isLogin);
        if (path.isEmpty()) {
            draft.dropped(at(service), called + ": it does not begin with the login page of a MISP");
            return Optional.empty();
        }
        boolean tls = first.getOrDefault("scheme", "http").equalsIgnoreCase("https");
        String host =
                PollerService.withDefaults(first.getOrDefault("virtual-host", first.getOrDefault("host", "${ipaddr}")));
        String open = service.inPackage()
                .address()
                .map(ip -> host.replace("${ipaddr}", ip))
                .orElse(host);
        Optional<MispAddress> address = address(
                service,
                called,
                tls,
                open,
                first.getOrDefault("port", tls ? "443" : "80"),
                path.get().base());
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (first.getOrDefault("disable-ssl-verification", "").equalsIgnoreCase("true")) {
            draft.fault(
                    at(service),
                    called + ": disable-ssl-verification takes any certificate; it is verified now, and"
                            + " misp.<name>.tls.ca-file is for one that this machine does not trust");
        }
        if (service.pages().size() > 1) {
            draft.dropped(
                    at(service),
                    called + ": the pages behind the first; rest and workers show whether MISP works for those who have"
                            + " logged in");
        }
        Map<String, String> page = new LinkedHashMap<>();
        page.put("page.path", path.get().path());
        text(service, called, "~" + first.getOrDefault("successMatch", "")).ifPresent(t -> page.put("page.text", t));
        status(service, called, first.getOrDefault("response-range", "100-399"))
                .ifPresent(status -> page.put("page.status", status));
        return Optional.of(new Seen(EnumSet.of(Asks.PAGE), address.get(), Optional.empty(), page));
    }

    private Optional<MispAddress> address(
            PollerService service, String called, boolean tls, String host, String port, String base) {
        if (PollerService.isOpen(host) || PollerService.isOpen(port)) {
            draft.dropped(
                    at(service),
                    called + ": the host is not in this file but in OpenNMS's database; write it as host-name, and"
                            + " import again");
            return Optional.empty();
        }
        String authority = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        Optional<MispAddress> address = MispAddress.of(tls ? "https" : "http", authority + ":" + port, base);
        if (address.isEmpty()) {
            draft.dropped(at(service), called + ": its host and port make no URL");
        }
        return address;
    }

    private Optional<String> text(PollerService service, String called, String text) {
        if (text.isEmpty() || text.equals("~")) {
            return Optional.empty();
        }
        Matcher contains = CONTAINS.matcher(text);
        String literal = !text.startsWith("~") ? text : contains.matches() ? contains.group(1) : "";
        if (literal.isBlank() || !PropertiesText.isLiteral(literal)) {
            draft.dropped(
                    at(service),
                    called + ": its pattern is more than a text that the page must contain; Login is looked for");
            return Optional.empty();
        }
        return Optional.of(literal);
    }

    /** The one status that is taken: 200 where it is among them. */
    private Optional<String> status(PollerService service, String called, String response) {
        int first = 0;
        boolean ok = false;
        boolean more = false;
        for (String part : response.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                draft.dropped(at(service), called + ": its list of statuses cannot be read; 200 is taken");
                return Optional.empty();
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            ok |= from <= 200 && 200 <= to;
            more |= to > from || first != 0;
            first = first == 0 ? from : first;
            if (to >= 300 && from < 300) {
                draft.fault(at(service), called + ": redirects or errors were good, too; here one status is");
            }
        }
        int status = ok ? 200 : first;
        if (status < 200 || status > 599) {
            return Optional.empty();
        }
        if (more) {
            draft.dropped(at(service), called + ": all statuses but " + status + "; one can be expected");
        }
        return Optional.of(String.valueOf(status));
    }
}
