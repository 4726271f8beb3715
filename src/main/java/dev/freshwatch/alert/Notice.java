package dev.freshwatch.alert;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What people get. It is stored as it was made and every delivery of it, also a repeated one, is made from that: the
 * same id, the same time, the same bytes.
 *
 * @param id       the receiver's deduplication key, the same in all sinks
 * @param kind     what it tells
 * @param episode  the id that a problem shares with its changes and its recovery
 * @param finding  the finding that caused it
 * @param since    when the episode began
 * @param madeAt   when the notice was made, our wall clock
 * @param origin   who made it
 * @param platformHost host name of the watched platform; null where the check has none
 * @param marks    what is to be said beside the finding; {@link Marks#NONE} for most
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

    /** A notice with nothing to say beside its finding. */
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
     * What is to be said beside the finding.
     *
     * @param members the findings that this notice tells together, in the order of the cycle; empty for a notice of one
     * @param group   the id of the notice that tells this one together with others; null where it stands alone. A sink
     *                gets either the one or the others
     * @param announcedBy the id of the notice that told of this episode first, together with others; null where the
     *                episode began with a notice of its own
     * @param threads of a notice of several that is not their first: what people got when these began, each by the id of
     *                the notice that told of it together with others, or else of its episode; the most frequent last,
     *                without repeats, and not all where these are many
     * @param gap     for so long the watch itself had not looked before it found this; null = it had looked
     * @param delayed for so long this notice had to wait for its sink; null = not worth mentioning. Not stored with the
     *                notice: it is another one for each sink
     * @param ended   for a recovery that is delivered together with its late problem: the finding of that problem; else
     *                null. Not stored with the notice
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

        /** Of an episode that began with a notice of its own. */
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

        /** As a late delivery has it. */
        public Marks late(Duration by, Finding problem) {
            return new Marks(members, group, announcedBy, threads, gap, by, problem);
        }
    }

    public Notice with(Marks other) {
        return new Notice(id, kind, episode, finding, since, madeAt, origin, platformHost, other);
    }

    /** Whether this tells of several checks at once. */
    public boolean isGroup() {
        return !marks.members().isEmpty();
    }

    /** One line of plain words with what is to be said beside it: {@code ERC-1: newest event is 47 min old (limit 20 min)}. */
    public String message() {
        return finding.message() + remarks();
    }

    /** The same under the display name. */
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
     * The watch that made a notice; kept with it so that a repeat after a restart says the same.
     *
     * @param host      host name, or {@code instance.name}
     * @param processId of the process that made the notice
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

    /** For conditions in routes: {@code ${body.platform} == 'esm/soc'}; of a service {@code service/wiki}. */
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

    /** Whether the finding of this notice is a state that people must act on. */
    public boolean isBreach() {
        return finding.state() != State.OK;
    }
}
