package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.service.SourceRows.SourceRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code service-list}: how old the newest record of each of many sources is, by one list of them. A source is watched from
 * the first time that it is in the list; later, its absence is a finding. Whether the list can be read at all is a check of
 * its own. If it cannot, or not as a whole, nothing is known of any source.
 *
 * @param max         how many sources are watched at most
 * @param forgetAfter how long a source may be missing until it is forgotten
 */
record ListService(
        Question question,
        Duration every,
        ListSource source,
        SourceRows.Columns columns,
        SourceLimits limits,
        int max,
        Duration forgetAfter)
        implements Service {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Where the rows come from. */
    interface ListSource {

        /** Returns the host that is asked; empty if there is none. */
        Optional<String> host();

        /** Returns how it is called over HTTP; empty if it is not. */
        Optional<HttpProfile> profile();

        /**
         * Reads all rows, within its own time limit.
         *
         * @return null if they were read as a whole; otherwise why nothing of what was read may be believed
         * @throws InterruptedException if Freshwatch is stopping
         */
        Unanswered read(ServiceTools tools, SourceRows into) throws InterruptedException;
    }

    @Override
    public Optional<String> askedHost() {
        return source.host();
    }

    @Override
    public Optional<HttpProfile> profile() {
        return source.profile();
    }

    @Override
    public boolean isList() {
        return true;
    }

    @Override
    public List<Answer> ask(ServiceTools tools) throws InterruptedException {
        List<KnownSource> stored = tools.known().known(question.check()).orElse(null);
        if (stored == null) {
            Unanswered unread = new Unanswered(Reason.FAILED, "cannot read which sources are known, see the log", null);
            return List.of(new Answer(question, unread, tools.clock().instant()));
        }
        long start = System.nanoTime();
        Map<CheckId, KnownSource> known = stillWatched(stored, tools);
        long present =
                known.values().stream().filter(one -> one.goneAt() == null).count();
        SourceRows rows = new SourceRows(question.check(), columns, known.keySet(), present, max);
        Unanswered unread;
        try {
            unread = source.read(tools, rows);
        } catch (RuntimeException e) {
            unread = SingleService.broken(this, e);
        }
        if (unread != null) {
            return unknown(unread, known.values(), unread, tools);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (rows.found().isEmpty() && rows.trouble() == null) {
            // More often a right that was taken away than an end of all sources at once.
            Unanswered empty = new Unanswered(Reason.UNREADABLE, "the list is empty", elapsed);
            return unknown(new Nothing(null, elapsed), known.values(), empty, tools);
        }
        return judged(rows, known, elapsed, tools);
    }

    private Question question(CheckId check, String id, String label) {
        return new Question(check, label, question.what(), limits.of(id, label));
    }

    /** Sources that the configuration leaves out now are forgotten. */
    private Map<CheckId, KnownSource> stillWatched(List<KnownSource> stored, ServiceTools tools) {
        Map<CheckId, KnownSource> known = new LinkedHashMap<>();
        List<CheckId> leftOut = new ArrayList<>();
        for (KnownSource one : stored) {
            if (columns.filter().admits(one.id(), one.label())) {
                known.put(one.check(), one);
            } else if (!one.isToBeForgotten()) {
                leftOut.add(one.check());
            }
        }
        if (!leftOut.isEmpty()) {
            tools.known().forget(question.check(), leftOut, "left out by include or exclude");
        }
        return known;
    }

    private List<Answer> unknown(
            Observation ofList, Collection<KnownSource> known, Unanswered why, ServiceTools tools) {
        Instant now = tools.clock().instant();
        List<Answer> answers = new ArrayList<>();
        answers.add(new Answer(question, ofList, now));
        Unanswered ofEach = new Unanswered(why.cause(), "its list cannot be used: " + why.detail(), why.elapsed());
        known.stream()
                .filter(one -> !one.isToBeForgotten())
                .forEach(one -> answers.add(new Answer(question(one.check(), one.id(), one.label()), ofEach, now)));
        return answers;
    }

    private List<Answer> judged(
            SourceRows rows, Map<CheckId, KnownSource> known, Duration elapsed, ServiceTools tools) {
        Instant now = tools.clock().instant();
        List<Answer> answers = new ArrayList<>();
        Unanswered trouble = rows.trouble();
        answers.add(new Answer(
                question,
                trouble == null
                        ? new Answered(rows.found().size() + " sources in the list", elapsed)
                        : new Unanswered(trouble.cause(), trouble.detail(), elapsed),
                now));
        List<KnownSource> changed = new ArrayList<>();
        Map<CheckId, SourceRow> found = new LinkedHashMap<>(rows.found());
        found.entrySet().removeIf(one -> isStillGone(one.getValue(), known.get(one.getKey())));
        found.forEach((check, row) -> {
            answers.add(new Answer(question(check, row.id(), row.label()), seen(row, now), now));
            KnownSource source = KnownSource.present(check, row.id(), row.label());
            if (!source.equals(known.get(check))) {
                changed.add(source);
            }
        });
        List<KnownSource> unfound = known.values().stream()
                .filter(one -> !found.containsKey(one.check()) && !one.isToBeForgotten())
                .toList();
        if (rows.doubt() != null) {
            Unanswered doubtful = new Unanswered(Reason.UNREADABLE, rows.doubt(), null);
            unfound.forEach(
                    one -> answers.add(new Answer(question(one.check(), one.id(), one.label()), doubtful, now)));
        } else {
            missing(unfound, now, tools, changed)
                    .forEach(one -> answers.add(new Answer(
                            question(one.check(), one.id(), one.label()),
                            new Absent("is not in the list any more since " + MINUTE.format(one.goneAt()), null),
                            now)));
        }
        if (!changed.isEmpty()) {
            tools.known().keep(question.check(), changed);
        }
        return answers;
    }

    /** What was missing already is not back by a row that only says why it cannot be asked for. */
    private static boolean isStillGone(SourceRow row, KnownSource known) {
        return !row.isThere() && known != null && known.goneAt() != null;
    }

    /** Its response time is that of the list: not once more for each source. */
    private static Observation seen(SourceRow row, Instant now) {
        if (row.fault() != null) {
            return new Unanswered(row.cause(), row.fault(), null);
        }
        return row.newest().equals(Instant.EPOCH)
                ? new Nothing(null, null)
                : new Seen(row.newest(), now, null, row.what());
    }

    /** Returns those that are missed, and forgets those that have been for long enough. */
    private List<KnownSource> missing(
            List<KnownSource> unfound, Instant now, ServiceTools tools, List<KnownSource> changed) {
        List<KnownSource> missing = new ArrayList<>();
        List<CheckId> over = new ArrayList<>();
        for (KnownSource one : unfound) {
            KnownSource gone = one.goneAt() == null ? one.gone(now) : one;
            boolean tooLong = Duration.between(gone.goneAt(), now).compareTo(forgetAfter) > 0;
            if (tools.known().isOver(one.check(), tooLong)) {
                over.add(one.check());
                continue;
            }
            missing.add(gone);
            if (one.goneAt() == null) {
                changed.add(gone);
            }
        }
        if (!over.isEmpty()) {
            tools.known().forget(question.check(), over, "missing from its list for longer than forget-after");
        }
        return missing;
    }
}
