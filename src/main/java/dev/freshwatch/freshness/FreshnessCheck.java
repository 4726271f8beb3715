package dev.freshwatch.freshness;

import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Turns each answer into a finding. Stateless and thread-safe.
 *
 * <p>Ages are measured by the platform's own clock. What cannot be judged is {@link State#UNKNOWN}. The exception is a
 * session check, because it asks whether the platform can be queried at all: there the cause is critical, or a warning
 * if the platform only asks us to wait.
 */
public final class FreshnessCheck {

    /**
     * How far a record may be ahead of the platform's clock: record times are whole seconds, and the clock is read
     * separately.
     */
    public static final Duration FUTURE_TOLERANCE = Duration.ofMinutes(1);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Judges all answers of a cycle, in their order. There is one method of this name: among several, Camel would try to convert
     * the answers by each of its converters, in every cycle.
     */
    public List<Finding> judge(List<Answer> answers) {
        return answers.stream().map(this::judgeOne).toList();
    }

    /** Judges one answer. */
    public Finding judgeOne(Answer answer) {
        Question question = answer.question();
        Observation observation = answer.observation();
        if (observation instanceof Seen seen) {
            return seen(answer, seen);
        }
        if (observation instanceof Nothing nothing) {
            String text = nothing.lookedBack() == null
                    ? String.format(Locale.ROOT, "no %s at all", record(question))
                    : String.format(
                            Locale.ROOT, "no %s for more than %s", record(question), days(nothing.lookedBack()));
            return finding(
                    answer,
                    State.CRITICAL,
                    Reason.SILENT,
                    text + limit(question.limits().errorAfter()));
        }
        if (observation instanceof Answered answered) {
            return answered(answer, answered);
        }
        if (observation instanceof Down down) {
            return finding(answer, State.CRITICAL, Reason.DOWN, down.detail());
        }
        if (observation instanceof Degraded degraded) {
            return finding(answer, State.WARNING, Reason.DEGRADED, degraded.detail());
        }
        if (observation instanceof Expiry expiry) {
            return expiry(answer, expiry);
        }
        if (observation instanceof Clocks clocks) {
            return clocks(answer, clocks);
        }
        if (observation instanceof Absent absent) {
            return finding(answer, State.CRITICAL, Reason.MISSING, absent.detail());
        }
        Unanswered unanswered = (Unanswered) observation;
        State state = question.check().isSession() ? sessionState(unanswered.cause()) : State.UNKNOWN;
        return finding(answer, state, unanswered.cause(), unanswered.detail());
    }

    private static State sessionState(Reason cause) {
        return switch (cause) {
            case OVERLOADED, MAINTENANCE -> State.WARNING;
            default -> State.CRITICAL;
        };
    }

    private static Finding seen(Answer answer, Seen seen) {
        Question question = answer.question();
        Limits limits = question.limits();
        Duration age = Duration.between(seen.lastActivity(), seen.platformNow());
        if (age.negated().compareTo(FUTURE_TOLERANCE) > 0) {
            String text = String.format(
                    Locale.ROOT,
                    "newest %s is %s ahead of the platform's clock (wrong zone, date format or device clock?)",
                    record(question),
                    Ages.words(age.negated()));
            return finding(answer, State.WARNING, Reason.FUTURE, text, seen.lastActivity(), null);
        }
        // Judges the same whole seconds that are shown.
        Duration whole = Duration.ofSeconds(age.isNegative() ? 0 : age.toSeconds());
        String what = seen.what() == null ? "newest " + record(question) : seen.what();
        String text = String.format(Locale.ROOT, "%s is %s old", what, Ages.words(whole));
        if (exceeds(whole, limits.errorAfter())) {
            text += limit(limits.errorAfter());
            return finding(answer, State.CRITICAL, Reason.STALE, text, seen.lastActivity(), whole);
        }
        if (exceeds(whole, limits.warnAfter())) {
            text += limit(limits.warnAfter());
            return finding(answer, State.WARNING, Reason.STALE, text, seen.lastActivity(), whole);
        }
        text += limit(limits.warnAfter() == null ? limits.errorAfter() : limits.warnAfter());
        return finding(answer, State.OK, Reason.FRESH, text, seen.lastActivity(), whole);
    }

    private static Finding answered(Answer answer, Answered answered) {
        Question question = answer.question();
        Limits limits = question.limits();
        Duration elapsed = answered.elapsed();
        if (elapsed != null && exceeds(elapsed, limits.errorAfter())) {
            String text = late(elapsed) + limit(limits.errorAfter());
            return finding(answer, State.CRITICAL, Reason.DOWN, text);
        }
        if (elapsed != null && exceeds(elapsed, limits.warnAfter())) {
            String text = late(elapsed) + limit(limits.warnAfter());
            return finding(answer, State.WARNING, Reason.SLOW, text);
        }
        String text = answered.detail() == null ? question.what() + " is up" : answered.detail();
        return finding(answer, State.OK, Reason.UP, text);
    }

    /** Keeps one decimal, since limits can be as short as a few seconds. */
    private static String late(Duration elapsed) {
        return String.format(Locale.ROOT, "answered only after %.1f s", Math.floor(elapsed.toMillis() / 100.0) / 10);
    }

    private static Finding expiry(Answer answer, Expiry expiry) {
        String what = expiry.what() == null ? answer.question().what() : expiry.what();
        Duration left = Duration.between(expiry.now(), expiry.end());
        if (left.isNegative() || left.isZero()) {
            String text = String.format(
                    Locale.ROOT, "%s ended %s ago (%s)", what, Ages.words(left.abs()), MINUTE.format(expiry.end()));
            return finding(answer, State.CRITICAL, Reason.DOWN, text);
        }
        String text = String.format(Locale.ROOT, "%s ends in %s", what, Ages.words(left));
        return left.compareTo(expiry.warnBefore()) <= 0
                ? finding(answer, State.WARNING, Reason.EXPIRING, text + limit(expiry.warnBefore()))
                : finding(answer, State.OK, Reason.UP, text);
    }

    private static Finding clocks(Answer answer, Clocks clocks) {
        Duration ahead = Duration.between(clocks.watchNow(), clocks.platformNow());
        String text = ahead.abs().toSeconds() == 0
                ? "clock agrees with ours"
                : String.format(
                        Locale.ROOT,
                        "clock is %s %s ours",
                        Ages.words(ahead.abs()),
                        ahead.isNegative() ? "behind" : "ahead of");
        text += limit(clocks.tolerated());
        return exceeds(ahead.abs(), clocks.tolerated())
                ? finding(answer, State.CRITICAL, Reason.SKEWED, text)
                : finding(answer, State.OK, Reason.UP, text);
    }

    private static boolean exceeds(Duration age, Duration limit) {
        return limit != null && age.compareTo(limit) > 0;
    }

    private static String limit(Duration limit) {
        return limit == null ? "" : " (limit " + Ages.limit(limit) + ")";
    }

    /** Three days are shown as "3 days" here: the operator contract fixes this message. */
    private static String days(Duration lookedBack) {
        long days = lookedBack.toDays();
        return days > 1 && lookedBack.equals(Duration.ofDays(days)) ? days + " days" : Ages.limit(lookedBack);
    }

    /** {@code events} → {@code event}, {@code alarms} → {@code alarm}. */
    private static String record(Question question) {
        String what = question.what();
        return what.endsWith("s") ? what.substring(0, what.length() - 1) : what;
    }

    private static Finding finding(Answer answer, State state, Reason reason, String text) {
        return finding(answer, state, reason, text, null, null);
    }

    private static Finding finding(
            Answer answer, State state, Reason reason, String text, Instant lastActivity, Duration age) {
        Question question = answer.question();
        return new Finding(
                question.check(),
                question.subject(),
                question.name(),
                state,
                reason,
                text,
                lastActivity,
                age,
                question.limits(),
                answer.observedAt(),
                answer.observation().elapsed(),
                state == State.OK ? null : answer.observation().named(),
                answer.observation() instanceof Seen seen ? seen.by() : null);
    }
}
