package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

@InEachLanguage
class OutputTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private static final List<Finding> FINDINGS = List.of(
            new Finding(
                    CheckId.of("esm", "soc", "session"),
                    "soc",
                    "soc session",
                    State.OK,
                    Reason.UP,
                    "logged in",
                    null,
                    null,
                    Limits.NONE,
                    NOW,
                    Duration.ofMillis(3)),
            new Finding(
                    CheckId.of("esm", "soc", "events", "1"),
                    "ERC|1",
                    "ERC|1 events",
                    State.CRITICAL,
                    Reason.STALE,
                    "newest event is 47 min old (limit 20 min)",
                    NOW.minusSeconds(2820),
                    Duration.ofSeconds(2820),
                    new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20)),
                    NOW,
                    Duration.ofMillis(412)));

    @Test
    void theTableIsAlignedAndWithoutColourOffATerminal() {
        assertThat(CheckTable.of(FINDINGS, Ansi.OFF))
                .isEqualTo(
                        """
                        STATE     CHECK             AGE     REASON        MESSAGE
                        ok        esm/soc/session   -       up            soc: logged in
                        critical  esm/soc/events/1  47 min  stale         ERC|1: newest event is 47 min old (limit 20 min)
                        """);
    }

    @Test
    void colourIsOnTheStateAlone() {
        assertThat(CheckTable.of(FINDINGS, Ansi.ON)).contains("critical\u001b[").contains("  esm/soc/events/1  ");
    }

    @Test
    void nagiosGetsOneStatusLinePerformanceDataAndLongOutput() {
        assertThat(NagiosText.of(FINDINGS, State.CRITICAL, List.of("warning: not read: a|b")))
                .isEqualTo(
                        """
                        FRESHWATCH CRITICAL - 1 critical, 0 unknown, 0 warning, 1 ok; ERC/1: newest event is 47 min old (limit 20 min) | 'esm/soc/events/1'=2820s;600;1200;0
                        [OK] esm/soc/session up: soc: logged in
                        [CRITICAL] esm/soc/events/1 stale: ERC/1: newest event is 47 min old (limit 20 min)
                        warning: not read: a/b
                        """);
        assertThat(NagiosText.of(FINDINGS, State.CRITICAL, List.of())).hasLineCount(3);
    }
}
