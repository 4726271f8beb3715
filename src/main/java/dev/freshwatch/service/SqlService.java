package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.jdbc.DatabaseQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code service-sql} with one row: how old the newest record in a database is, by the first column. Several rows: the newest
 * counts. Ages are measured by our own clock.
 */
record SqlService(Question question, Duration every, DatabaseQuery query, TimeStamps times) implements SingleService {

    @Override
    public Optional<String> askedHost() {
        return SqlAnswer.host(query.url());
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        long start = System.nanoTime();
        Newest newest = new Newest();
        Unanswered unread = SqlAnswer.read(question.check(), query, tools, row -> newest.add(row.get(0)));
        if (unread != null) {
            return unread;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (newest.odd != null) {
            return new Unanswered(
                    Reason.UNREADABLE,
                    "found '" + PlainText.line(newest.odd, 60) + "', which is not a time (" + times + ")",
                    elapsed);
        }
        return newest.time == null
                ? new Nothing(null, elapsed)
                : new Seen(newest.time, tools.clock().instant(), elapsed);
    }

    private final class Newest {

        private Instant time;
        private String odd;

        /** @param text null = an empty table has no maximum */
        void add(String text) {
            if (text == null) {
                return;
            }
            Instant read = times.read(text).orElse(null);
            if (read == null) {
                odd = text;
            } else if (time == null || read.isAfter(time)) {
                time = read;
            }
        }
    }
}
