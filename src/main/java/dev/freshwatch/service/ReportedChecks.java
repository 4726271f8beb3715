package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.service.Expectations.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code reportedChecks}: turns what a user's own route observed into an answer. An invalid report makes the
 * check unknown instead of losing it, and so does a missing report if the check said how often it reports. Thread-safe.
 */
public final class ReportedChecks {

    private static final Logger LOG = LoggerFactory.getLogger(ReportedChecks.class);

    private static final Pattern CHECK =
            Pattern.compile("service/[A-Za-z0-9][A-Za-z0-9._-]{0,62}/[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** A report may be late by this much, in addition to a whole interval: timers are not exact. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Predicate<CheckId> taken;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Expectations expectations;
    private final Map<CheckId, Expected> expected;
    private volatile BiPredicate<CheckId, Duration> elsewhere;

    /**
     * @param taken    checks made by templates: a user's own route must not report them
     * @param nanoTime the monotonic clock
     * @param promises folder that keeps what routes promised to report, across restarts
     */
    public ReportedChecks(Predicate<CheckId> taken, InstantSource clock, LongSupplier nanoTime, Path promises) {
        this.expectations = new Expectations(promises);
        this.taken = taken;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.expected = new TreeMap<>();
        this.elsewhere = (check, within) -> false;
    }

    private ReportedChecks(Predicate<CheckId> taken, ReportedChecks before) {
        this.expectations = before.expectations;
        this.taken = taken;
        this.clock = before.clock;
        this.nanoTime = before.nanoTime;
        this.expected = before.expected;
        this.elsewhere = before.elsewhere;
    }

    /** The same beside other templates: what was promised so far is waited for as before. */
    public ReportedChecks with(Predicate<CheckId> others) {
        return new ReportedChecks(others, this);
    }

    private record Expected(Question question, Duration every, long reportedAt) {

        /** From one report to the next. */
        Duration longest() {
            return every.multipliedBy(2).plus(PATIENCE);
        }

        boolean isAs(Question other, Duration otherEvery) {
            return question.subject().equals(other.subject()) && every.equals(otherEvery);
        }
    }

    /** Expects what was promised in earlier runs from now on. */
    public void begin() throws IOException {
        synchronized (expected) {
            for (Promise promise : expectations.all()) {
                String what = promise.check().value().split("/")[2];
                Question question = new Question(promise.check(), promise.subject(), what, Limits.NONE);
                expected.putIfAbsent(promise.check(), new Expected(question, promise.every(), nanoTime.getAsLong()));
            }
        }
    }

    /**
     * A route may report on another node.
     *
     * @param asked whether any node has reported this check within this time; is asked only for what did not come here in time
     */
    public void beside(BiPredicate<CheckId, Duration> asked) {
        elsewhere = asked;
    }

    /** Another process may have received the reports until now: they are late no earlier than if they had just come. */
    public void takeOver() {
        synchronized (expected) {
            long now = nanoTime.getAsLong();
            expected.replaceAll((check, one) -> new Expected(one.question(), one.every(), now));
        }
    }

    /** Returns the answer for a route's report. Empty if the check is not named, which is logged as an error. */
    public List<Answer> readAnswer(Exchange exchange) {
        String route = exchange.getFromRouteId();
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> map)) {
            LOG.error("{}: its message to direct:observe is not a map, so nothing is known about its check", route);
            return List.of();
        }
        Object id = map.get("check");
        if (!(id instanceof String text) || !CHECK.matcher(text).matches()) {
            LOG.error(
                    "{}: its message to direct:observe has no usable 'check': write service/<name>/<what>, with letters,"
                            + " digits, dots, dashes and underscores",
                    route);
            return List.of();
        }
        CheckId check = new CheckId(text);
        if (taken.test(check)) {
            LOG.error(
                    "{}: it sends {} to direct:observe, which is the check of a template: give it another name",
                    route,
                    text);
            return List.of();
        }
        return List.of(answer(check, new ReportedMap(map)));
    }

    private Answer answer(CheckId check, ReportedMap map) {
        String[] parts = check.value().split("/");
        String subject = map.text("name").map(PlainText::name).orElse(parts[1]);
        ReportedMap.Read read = map.read(clock.instant());
        Question question = new Question(check, subject, parts[2], read.limits());
        synchronized (expected) {
            Expected before = expected.get(check);
            if (read.every() != null) {
                if (before == null || !before.isAs(question, read.every())) {
                    expectations.keep(new Promise(check, subject, read.every()));
                }
                expected.put(check, new Expected(question, read.every(), nanoTime.getAsLong()));
            } else if (before != null) {
                expectations.forget(check);
                expected.remove(check);
            }
        }
        return new Answer(question, read.observation(), clock.instant());
    }

    /** Returns answers for the checks that have not reported for longer than promised. */
    public List<Answer> findOverdue() {
        List<Expected> late;
        synchronized (expected) {
            long now = nanoTime.getAsLong();
            late = expected.values().stream()
                    .filter(one -> Duration.ofNanos(now - one.reportedAt()).compareTo(one.longest()) > 0)
                    .toList();
        }
        String text = "its route has not reported for more than twice its interval";
        return late.stream()
                .filter(one -> !elsewhere.test(one.question().check(), one.longest()))
                .map(one -> new Answer(one.question(), new Unanswered(Reason.TIMEOUT, text, null), clock.instant()))
                .toList();
    }
}
