package dev.freshwatch.alert;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a sink delivers. A notice is stored as it was made, and every delivery, including repeated ones, is built from
 * that: same id, same time, same bytes.
 *
 * @param id           the receiver's deduplication key, the same in all sinks
 * @param kind         what it announces
 * @param episode      the id that a problem shares with its changes and its recovery
 * @param finding      the finding that caused it
 * @param since        when the episode began
 * @param madeAt       when the notice was made, by our wall clock
 * @param origin       who made it
 * @param platformHost host name of the watched platform; null if the check has none
 * @param marks        additions to the finding; {@link Marks#NONE} for most
 */
public record Notice(
        String id,
        Kind kind,
        String episode,
        Finding finding,
        Instant since,
        Instant madeAt,
        Origin origin,
        String platformHost,
        Marks marks) {

    /** A notice without additions. */
    public Notice(
            String id,
            Kind kind,
            String episode,
            Finding finding,
            Instant since,
            Instant madeAt,
            Origin origin,
            String platformHost) {
        this(id, kind, episode, finding, since, madeAt, origin, platformHost, Marks.NONE);
    }

    /**
     * Additions to the finding of a notice.
     *
     * @param members     the findings that a group notice covers, in the order of the cycle; empty for a notice about
     *                    one check
     * @param group       the id of the group notice that covers this one; null if there is none. A sink gets either the
     *                    group notice or its members
     * @param announcedBy the id of the group notice that first announced this episode; null if it was announced by a
     *                    notice of its own
     * @param threads     for a group notice that is not the first about its members: what people received when these
     *                    problems began, as the id of the group notice or else of the episode; the most frequent last,
     *                    without duplicates, and limited in number
     * @param gap         how long Freshwatch itself had not looked before it found this; null = no gap
     * @param delayed     how long this notice waited for its sink; null = not worth mentioning. Not stored, because it
     *                    differs between sinks
     * @param ended       for a recovery that is delivered together with its late problem: the finding of that problem;
     *                    otherwise null. Not stored
     */
    public record Marks(
            List<Finding> members,
            String group,
            String announcedBy,
            List<String> threads,
            Duration gap,
            Duration delayed,
            Finding ended) {

        public static final Marks NONE = new Marks(List.of(), null, null, null, null);

        public Marks {
            members = List.copyOf(members);
            threads = List.copyOf(threads);
        }

        public Marks(
                List<Finding> members,
                String group,
                String announcedBy,
                Duration gap,
                Duration delayed,
                Finding ended) {
            this(members, group, announcedBy, List.of(), gap, delayed, ended);
        }

        /** For an episode that was announced by a notice of its own. */
        public Marks(List<Finding> members, String group, Duration gap, Duration delayed, Finding ended) {
            this(members, group, null, gap, delayed, ended);
        }

        public Marks withGroup(String id) {
            return new Marks(members, id, announcedBy, threads, gap, delayed, ended);
        }

        public Marks withAnnouncedBy(String id) {
            return new Marks(members, group, id, threads, gap, delayed, ended);
        }

        public Marks withThreads(List<String> ids) {
            return new Marks(members, group, announcedBy, ids, gap, delayed, ended);
        }

        public Marks withGap(Duration length) {
            return new Marks(members, group, announcedBy, threads, length, delayed, ended);
        }

        /** Returns the additions for a late delivery. */
        public Marks late(Duration by, Finding problem) {
            return new Marks(members, group, announcedBy, threads, gap, by, problem);
        }
    }

    public Notice with(Marks other) {
        return new Notice(id, kind, episode, finding, since, madeAt, origin, platformHost, other);
    }

    /** Whether this notice covers several checks. */
    public boolean isGroup() {
        return !marks.members().isEmpty();
    }

    /** Returns the findings that this notice covers: those of its members, or its own. */
    public List<Finding> findings() {
        return isGroup() ? marks.members() : List.of(finding);
    }

    /** Returns one line of plain text with all additions: {@code ERC-1: newest event is 47 min old (limit 20 min)}. */
    public String message() {
        return finding.message() + remarks();
    }

    /** Returns the same line, with the display name. */
    public String headline() {
        return finding.headline() + remarks();
    }

    private String remarks() {
        StringBuilder text = new StringBuilder();
        if (marks.ended() != null) {
            text.append("; had been ")
                    .append(marks.ended().state().word())
                    .append(": ")
                    .append(marks.ended().text());
        }
        if (marks.gap() != null) {
            text.append("; found after a gap of ").append(Ages.words(marks.gap()));
        }
        if (marks.delayed() != null) {
            text.append("; delayed by ").append(Ages.words(marks.delayed()));
        }
        return text.toString();
    }

    /**
     * The process that made a notice; stored with it so that a repeat after a restart says the same.
     *
     * @param host      host name, or {@code instance.name}
     * @param processId id of the process that made the notice
     */
    public record Origin(String host, long processId) {}

    /** For conditions in routes: {@code ${body.recovery}}. */
    public boolean isRecovery() {
        return kind == Kind.RECOVERY;
    }

    /** For conditions in routes: {@code ${body.check} startsWith 'esm/soc/'}. */
    public String getCheck() {
        return finding.check().value();
    }

    /** For conditions in routes: {@code ${body.platform} == 'esm/soc'}; {@code service/wiki} for a service. */
    public String getPlatform() {
        return finding.check().platform();
    }

    /** For conditions in routes: {@code ${body.state} == 'critical'}. */
    public String getState() {
        return finding.state().word();
    }

    /** For conditions in routes: {@code ${body.reason} == 'silent'}. */
    public String getReason() {
        return finding.reason().word();
    }

    /** For conditions in routes: {@code ${body.word} == 'problem'}. */
    public String getWord() {
        return kind.word();
    }

    /** Whether the finding of this notice is a state that people should act on. */
    public boolean isBreach() {
        return finding.state() != State.OK;
    }
}
