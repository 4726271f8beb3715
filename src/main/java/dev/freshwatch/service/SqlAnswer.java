package dev.freshwatch.service;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.jdbc.DatabaseFailure;
import dev.freshwatch.jdbc.DatabaseQuery;
import dev.freshwatch.jdbc.DatabaseReader;
import dev.freshwatch.platform.BoundedCall.NotBack;
import dev.freshwatch.platform.BoundedCall.TooLate;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a query within its time limit. */
final class SqlAnswer {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9:]*(?://(?:[^/@?;]*@)?|@(?://)?)(?:\\[([^]]+)]|([A-Za-z0-9._-]+))");

    private SqlAnswer() {}

    /**
     * Returns null if all rows were read.
     *
     * @param check the check, or the list, that is made by it
     * @throws InterruptedException if Freshwatch is stopping
     */
    static Unanswered read(CheckId check, DatabaseQuery query, ServiceTools tools, Consumer<List<String>> row)
            throws InterruptedException {
        long start = System.nanoTime();
        DatabaseReader reader = new DatabaseReader(query);
        try {
            tools.within().call(check, query.timeout(), reader, () -> {
                reader.read(row);
                return null;
            });
            return null;
        } catch (NotBack e) {
            return unanswered(Reason.TIMEOUT, hangs(e), start);
        } catch (TooLate e) {
            return unanswered(Reason.TIMEOUT, "query not complete within its timeout", start);
        } catch (DatabaseFailure e) {
            return unanswered(e.reason(), e.getMessage(), start);
        } catch (IOException e) {
            return unanswered(Reason.FAILED, "query failed", start);
        }
    }

    private static String hangs(NotBack earlier) {
        return earlier.closing() instanceof DatabaseReader reader && reader.isConnected()
                ? notBack("the query", earlier) + ", and its driver cannot cut it off"
                : notBack("the connect", earlier)
                        + "; add its driver's option for the longest time of a connect to url";
    }

    /** @param what of an earlier look hangs */
    static String notBack(String what, NotBack earlier) {
        return what + " of " + SECOND.format(earlier.since()) + " has not come back";
    }

    private static Unanswered unanswered(Reason reason, String detail, long start) {
        return new Unanswered(reason, detail, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Returns the host of a database; empty if its URL names none. */
    static Optional<String> host(String url) {
        Matcher host = HOST.matcher(url);
        return host.lookingAt() ? Optional.of(host.group(host.group(1) == null ? 2 : 1)) : Optional.empty();
    }
}
