package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Body;
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
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class CefTest {

    private static final String PROBLEM = "CEF:0|Freshwatch|Freshwatch|0.1.0|stale|"
            + "ERC-1: newest event is 47 min old (limit 20 min)|9|"
            + "rt=1795194000123 externalId=0198a1b2-0000-7000-8000-000000000001 cat=problem dvchost=esm.example"
            + " msg=ERC-1: newest event is 47 min old (limit 20 min)"
            + " cs1=esm/soc/events/144116287587483648 cs1Label=check cs2=critical cs2Label=state"
            + " cs3=0198a1b2-0000-7000-8000-00000000000e cs3Label=episode"
            + " cn1=2820 cn1Label=ageSeconds cn2=1200 cn2Label=errorAfterSeconds";

    private final Cef cef = new Cef("0.1.0");

    @Test
    void eventIsTheOneOfTheContract() {
        assertThat(cef.of(Notices.problem(), 8192)).isEqualTo(PROBLEM);
    }

    @Test
    void whatDoesNotApplyIsLeftOutAndItsLabelToo() {
        CefEvent event = CefEvent.parse(cef.of(Notices.bare(Kind.PROBLEM, State.UNKNOWN, Reason.TIMEOUT), 8192));

        assertThat(event.header())
                .containsExactly("0", "Freshwatch", "Freshwatch", "0.1.0", "timeout", "soc: session is down", "5");
        assertThat(event.extension().keySet())
                .containsExactly(
                        "rt", "externalId", "cat", "msg", "cs1", "cs1Label", "cs2", "cs2Label", "cs3", "cs3Label");
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL, 9", "WARNING, 6", "UNKNOWN, 5", "OK, 2"})
    void severityIsTheOneOfTheState(State state, String severity) {
        CefEvent event = CefEvent.parse(cef.of(Notices.bare(Kind.CHANGE, state, Reason.DOWN), 8192));

        assertThat(event.header().get(6)).isEqualTo(severity);
        assertThat(event.extension()).containsEntry("cat", "change").containsEntry("cs2", state.word());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void standsInBothFormats(Format format) {
        String line = line(format, 8192, Notices.problem());

        assertThat(line)
                .isEqualTo(
                        format == Format.RFC3164
                                ? "<130>Nov 20 17:00:00 watch.example freshwatch[42]: " + PROBLEM
                                : line.substring(0, line.indexOf("\"] CEF:")) + "\"] " + PROBLEM);
        assertThat(line.contains(" age=\"2820\" ")).isEqualTo(format == Format.RFC5424);
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameIsTextAndNothingElse(String name) {
        CefEvent event = CefEvent.parse(cef.of(SanitizedNotice.notice(Notices.problem(name)), 65_536));

        String message = PlainText.name(name) + ": newest event is 47 min old (limit 20 min)";
        assertThat(event.header()).containsExactly("0", "Freshwatch", "Freshwatch", "0.1.0", "stale", message, "9");
        assertThat(event.extension())
                .containsExactlyEntriesOf(CefEvent.parse(PROBLEM).extension().entrySet().stream()
                        .collect(
                                java.util.LinkedHashMap::new,
                                (map, pair) ->
                                        map.put(pair.getKey(), pair.getKey().equals("msg") ? message : pair.getValue()),
                                Map::putAll));
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 481, 482, 483, 512, 600, 700, 800, 900, 1024, 1500, 2048, 8192})
    void isNeverLongerThanAllowedNorBrokenInAnEscapeOrACharacter(int maxBytes) {
        Notices.hostileNames().map(Notices::problem).forEach(notice -> {
            for (Format format : Format.values()) {
                String line = line(format, maxBytes, notice);
                assertThat(Utf8.length(line)).isLessThanOrEqualTo(maxBytes);
                CefEvent event = CefEvent.parse(line.substring(line.indexOf("CEF:0|Freshwatch")));
                assertThat(event.header().get(4)).isEqualTo("stale");
                assertThat(event.extension()).containsEntry("externalId", Notices.ID);
            }
        });
    }

    @Test
    void theMessageIsCutFirstThenTheNameAndOnlyThenOtherFields() {
        Notice notice = Notices.problem("n|=\\".repeat(60));
        String whole = cef.of(notice, 8192);
        CefEvent full = CefEvent.parse(whole);

        CefEvent shorter = CefEvent.parse(cef.of(notice, Utf8.length(whole) - 1));
        assertThat(shorter.header()).isEqualTo(full.header());
        assertThat(shorter.extension().get("msg")).endsWith("…").hasSizeGreaterThan(200);
        assertThat(shorter.extension().keySet()).isEqualTo(full.extension().keySet());

        CefEvent small = CefEvent.parse(cef.of(notice, 640));
        assertThat(small.header().get(5)).endsWith("…");
        assertThat(small.extension()).containsEntry("msg", "…");
        assertThat(small.extension().keySet()).isEqualTo(full.extension().keySet());

        CefEvent smallest = CefEvent.parse(cef.of(notice, 120));
        assertThat(smallest.header().get(5)).endsWith("…");
        assertThat(smallest.extension()).containsExactly(Map.entry("externalId", Notices.ID));
    }

    @Test
    void receiversOfTheFormatKeepSoMuch() {
        CefEvent event = CefEvent.parse(cef.of(Notices.saying("x".repeat(3000)), 65_536));

        assertThat(event.header().get(5)).hasSize(512).endsWith("…");
        assertThat(event.extension().get("msg")).hasSize(1023).endsWith("…");
    }

    private static String line(Format format, int maxBytes, Notice notice) {
        SinkSettings.Syslog settings = new SinkSettings.Syslog(
                "127.0.0.1",
                514,
                Protocol.UDP,
                format,
                Body.CEF,
                Framing.OCTET_COUNTING,
                16,
                TlsSettings.DEFAULT,
                maxBytes);
        byte[] bytes = new SyslogMessage(settings, ZoneOffset.UTC, "0.1.0").toBytes(notice);
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
