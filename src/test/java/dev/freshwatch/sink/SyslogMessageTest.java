package dev.freshwatch.sink;

import static dev.freshwatch.config.SinkSettings.Format.RFC3164;
import static dev.freshwatch.config.SinkSettings.Format.RFC5424;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class SyslogMessageTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int LOCAL0 = 16;

    @Test
    void rfc5424HasAllThatAppliesInTheOrderOfTheContract() {
        assertThat(text(RFC5424, 8192, Notices.problem()))
                .isEqualTo("<130>1 2026-11-20T17:00:00.123Z watch.example freshwatch 42 PROBLEM "
                        + "[freshwatch@32473 id=\"0198a1b2-0000-7000-8000-000000000001\""
                        + " episode=\"0198a1b2-0000-7000-8000-00000000000e\""
                        + " check=\"esm/soc/events/144116287587483648\" name=\"ERC-1 events\""
                        + " state=\"critical\" reason=\"stale\" age=\"2820\" errorAfter=\"1200\""
                        + " lastActivity=\"2026-11-20T16:13:00Z\" since=\"2026-11-20T16:33:10.000Z\"]"
                        + " ERC-1: newest event is 47 min old (limit 20 min)");
    }

    @Test
    void rfc5424LeavesOutWhatDoesNotApply() {
        assertThat(text(RFC5424, 8192, Notices.bare(Kind.PROBLEM, State.CRITICAL, Reason.UNREACHABLE)))
                .endsWith(" PROBLEM [freshwatch@32473 id=\"" + Notices.ID + "\" episode=\"" + Notices.EPISODE
                        + "\" check=\"esm/soc/session\" name=\"soc session\" state=\"critical\""
                        + " reason=\"unreachable\" since=\"2026-11-20T16:33:10.000Z\"] soc: session is down");
    }

    @Test
    void rfc3164HasLocalTimeAndItsFieldsAtTheEnd() {
        assertThat(text(RFC3164, 8192, Notices.problem()))
                .isEqualTo("<130>Nov 20 18:00:00 watch.example freshwatch[42]: "
                        + "ERC-1: newest event is 47 min old (limit 20 min)"
                        + " check=esm/soc/events/144116287587483648 state=critical reason=stale");
    }

    @Test
    void rfc3164PadsTheDayWithABlank() {
        Notice notice = Notices.problem();
        Notice early = new Notice(
                notice.id(),
                notice.kind(),
                notice.episode(),
                notice.finding(),
                notice.since(),
                java.time.Instant.parse("2026-09-05T05:08:09Z"),
                notice.origin(),
                null);

        assertThat(text(RFC3164, 8192, early)).startsWith("<130>Sep  5 07:08:09 watch.example ");
    }

    @ParameterizedTest
    @CsvSource({
        "PROBLEM,  CRITICAL, 130",
        "PROBLEM,  WARNING,  132",
        "PROBLEM,  UNKNOWN,  133",
        "CHANGE,   CRITICAL, 130",
        "CHANGE,   UNKNOWN,  133",
        "REMINDER, CRITICAL, 130",
        "HEALED,   CRITICAL, 134",
        "DRILL,    WARNING,  134",
        "RECOVERY, OK,       134"
    })
    void priorityIsFacilityTimesEightPlusSeverity(Kind kind, State state, int priority) {
        Notice notice = Notices.bare(kind, state, Reason.TIMEOUT);

        assertThat(text(RFC5424, 8192, notice))
                .startsWith("<" + priority + ">1 ")
                .contains(" 42 " + kind.name() + " [");
        assertThat(text(RFC3164, 8192, notice)).startsWith("<" + priority + ">Nov ");
    }

    @ParameterizedTest
    @CsvSource({
        "watch.example,   watch.example, watch.example",
        "wächter,         -,             -",
        "'two words',     -,             -",
        "'',              -,             -",
        "fe80::1,         fe80::1,       fe80::1",
        "'a[1]',          a[1],          -"
    })
    void hostIsTheOriginsOrNil(String host, String in5424, String in3164) {
        Notice notice = Notices.from(host, Notices.problem());

        assertThat(text(RFC5424, 8192, notice).split(" ")[2]).isEqualTo(in5424);
        assertThat(text(RFC3164, 8192, notice)).startsWith("<130>Nov 20 18:00:00 " + in3164 + " freshwatch[42]: ");
    }

    @Test
    void hostLongerThanTheRfcAllowsIsNil() {
        assertThat(text(RFC5424, 8192, Notices.from("h".repeat(255), Notices.problem()))
                        .split(" ")[2])
                .hasSize(255);
        assertThat(text(RFC5424, 8192, Notices.from("h".repeat(256), Notices.problem()))
                        .split(" ")[2])
                .isEqualTo("-");
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameIsOneValueAndNothingElse(String name) {
        Notice notice = Notices.problem(name);
        String line = text(RFC5424, 8192, notice);

        List<String> values = new ArrayList<>();
        String message = parse(line, values);
        assertThat(values)
                .containsExactly(
                        "id=" + Notices.ID,
                        "episode=" + Notices.EPISODE,
                        "check=" + Notices.CHECK,
                        "name=" + PlainText.name(name + " events"),
                        "state=critical",
                        "reason=stale",
                        "age=2820",
                        "errorAfter=1200",
                        "lastActivity=2026-11-20T16:13:00Z",
                        "since=2026-11-20T16:33:10.000Z");
        assertThat(message).isEqualTo(PlainText.name(name) + ": newest event is 47 min old (limit 20 min)");
        assertThat(line.codePoints().filter(Character::isISOControl)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameIsOneLineOfRfc3164(String name) {
        String line = text(RFC3164, 8192, Notices.problem(name));

        assertThat(line.codePoints().filter(Character::isISOControl)).isEmpty();
        assertThat(line)
                .endsWith(": newest event is 47 min old (limit 20 min)"
                        + " check=esm/soc/events/144116287587483648 state=critical reason=stale");
        assertThat(line.split("check=", -1)).hasSize(2);
        assertThat(line.split("state=", -1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 481, 482, 483, 484, 512, 600, 700, 1024, 2048, 8192})
    void neitherFormatIsEverLongerThanAllowedNorBrokenInACharacter(int maxBytes) {
        Notices.hostileNames().map(Notices::problem).forEach(notice -> {
            byte[] modern = message(RFC5424, maxBytes).toBytes(notice);
            assertThat(modern).hasSizeLessThanOrEqualTo(maxBytes);
            parse(strict(modern), new ArrayList<>());

            byte[] old = message(RFC3164, maxBytes).toBytes(notice);
            assertThat(old).hasSizeLessThanOrEqualTo(maxBytes);
            assertThat(strict(old)).endsWith(" state=critical reason=stale");
        });
    }

    @Test
    void longMessageIsCutWithAMarkAndItsStructuredDataStayWhole() {
        Notice notice = Notices.problem("n".repeat(64));
        String whole = text(RFC5424, 8192, notice);
        int bytes = whole.length();

        assertThat(text(RFC5424, bytes, notice)).isEqualTo(whole);
        assertThat(text(RFC5424, bytes - 1, notice))
                .isEqualTo(whole.substring(0, bytes - 4) + "…")
                .contains(" since=\"2026-11-20T16:33:10.000Z\"] ");
    }

    @Test
    void emojiAtTheCutIsLeftOutAsAWhole() {
        Notice notice = Notices.problem("\uD83D\uDE00".repeat(200));
        for (int maxBytes = 1500; maxBytes < 1508; maxBytes++) {
            assertThat(strict(message(RFC5424, maxBytes).toBytes(notice))).endsWith("\uD83D\uDE00…");
        }
    }

    @Test
    void longNameIsCutInTheStructuredDataBeforeTheMessageIsLost() {
        List<String> values = new ArrayList<>();
        String message = parse(text(RFC5424, 700, Notices.problem("]".repeat(256))), values);

        assertThat(values).contains("since=2026-11-20T16:33:10.000Z").anyMatch(value -> value.matches("name=]+…"));
        assertThat(message).hasSizeGreaterThan(90).endsWith("…");
    }

    @Test
    void whereNotEvenThatFitsTheIdIsKept() {
        List<String> values = new ArrayList<>();
        Notice notice = Notices.from("h".repeat(255), Notices.problem());
        String message = parse(text(RFC5424, 480, notice), values);

        assertThat(values).containsExactly("id=" + Notices.ID);
        assertThat(message).startsWith("ERC-1");
    }

    @Test
    void lessThanEveryReceiverMustTakeIsRefused() {
        assertThatThrownBy(() -> message(RFC5424, 479)).hasMessageContaining("sink.syslog.max-bytes");
    }

    /** Reads the structured data as section 6.3.3 says, puts its values into the list, and returns the message. */
    private static String parse(String line, List<String> values) {
        int at = line.indexOf("[freshwatch@32473") + "[freshwatch@32473".length();
        while (line.charAt(at) == ' ') {
            int equals = line.indexOf('=', at);
            assertThat(line.charAt(equals + 1)).isEqualTo('"');
            StringBuilder value = new StringBuilder(line.substring(at + 1, equals + 1));
            at = equals + 2;
            while (line.charAt(at) != '"') {
                assertThat(line.charAt(at)).isNotEqualTo(']');
                if (line.charAt(at) == '\\') {
                    at++;
                    assertThat("\"\\]").contains(line.substring(at, at + 1));
                }
                value.append(line.charAt(at++));
            }
            values.add(value.toString());
            at++;
        }
        assertThat(line.substring(at)).startsWith("] ");
        return line.substring(at + 2);
    }

    private static String text(Format format, int maxBytes, Notice notice) {
        return strict(message(format, maxBytes).toBytes(notice));
    }

    private static SyslogMessage message(Format format, int maxBytes) {
        return new SyslogMessage(
                new SinkSettings.Syslog(
                        "127.0.0.1",
                        514,
                        Protocol.UDP,
                        format,
                        SinkSettings.Body.TEXT,
                        Framing.OCTET_COUNTING,
                        LOCAL0,
                        TlsSettings.DEFAULT,
                        maxBytes),
                BERLIN,
                "0.1.0");
    }

    private static String strict(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }
}
