package dev.freshwatch.api;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.service.PushReports;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /push/<name>/<what>}: a job reports in. Thread-safe. */
public final class PushSite implements WebSite {

    private static final Logger LOG = LoggerFactory.getLogger(PushSite.class);

    private static final Pattern PATH = Pattern.compile("/push/([^/\\s]+)/([^/\\s]+)");
    private static final String SCHEME = "Bearer ";

    private final Supplier<PushReports> reports;

    /** @param reports of the configuration in force; fails while there is none */
    public PushSite(Supplier<PushReports> reports) {
        this.reports = reports;
    }

    @Override
    public WebResponse answer(WebRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!request.method().equals("POST") || !path.matches()) {
            return null;
        }
        try {
            String token = token(request.header().get("authorization"));
            return switch (reports.get().take(path.group(1), path.group(2), token)) {
                case YES -> WebResponse.empty(204);
                case REFUSED ->
                    WebResponse.problem(
                                    401,
                                    "send Authorization: Bearer and the token of this check: the secret that the parameter"
                                            + " token of its service-push names")
                            .with("WWW-Authenticate", "Bearer realm=\"Freshwatch\"");
                case NO_TOKENS ->
                    WebResponse.problem(
                            403,
                            "no check takes reports by HTTP: write secret.<name>={{file:…}} into application.properties, and"
                                    + " token: secret.<name> under the parameters of its service-push");
            };
        } catch (IOException e) {
            LOG.warn("A report to {} cannot be kept: {}", PlainText.name(request.path()), e.toString());
            throw new NotNow("the report cannot be kept; the log of the watch says why", e);
        }
    }

    /** Null if none was sent. */
    private static String token(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
