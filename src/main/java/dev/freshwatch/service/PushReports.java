package dev.freshwatch.service;

import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.CheckId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the reports of jobs that report over the network, each with the token of its check. Thread-safe. */
public final class PushReports {

    private static final Logger LOG = LoggerFactory.getLogger(PushReports.class);

    private final Services services;

    /** What became of a report. */
    public enum Taken {
        /** The time of the last report is now. */
        YES,
        /** The token is not that of the check, or there is no such check: nobody is told which. */
        REFUSED,
        /** No check at all has a token. */
        NO_TOKENS
    }

    public PushReports(Services services) {
        this.services = services;
    }

    /**
     * Takes a report.
     *
     * @param name  of the service
     * @param what  it reports
     * @param token that was shown; null = none
     * @throws IOException if it cannot be kept
     */
    public Taken take(String name, String what, String token) throws IOException {
        List<PushService> open = services.all().stream()
                .filter(PushService.class::isInstance)
                .map(PushService.class::cast)
                .filter(service -> service.token() != null)
                .toList();
        if (open.isEmpty()) {
            return Taken.NO_TOKENS;
        }
        String check = CheckId.of("service", name, what).value();
        PushService asked = open.stream()
                .filter(service -> service.question().check().value().equals(check))
                .findFirst()
                .orElse(null);
        // one comparison in any case, so that the time tells nothing
        boolean right = isSame(asked == null ? open.get(0).token() : asked.token(), token == null ? "" : token);
        if (!right || asked == null) {
            return Taken.REFUSED;
        }
        asked.report(services.now());
        LOG.debug("{}: reported", check);
        return Taken.YES;
    }

    private static boolean isSame(Secret expected, String given) {
        return MessageDigest.isEqual(digest(expected.reveal()), digest(given));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }
}
