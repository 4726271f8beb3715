package dev.freshwatch.notice;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Instant;

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
 */
public record Notice(
        String id,
        Kind kind,
        String episode,
        Finding finding,
        Instant since,
        Instant madeAt,
        Origin origin,
        String platformHost) {

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
