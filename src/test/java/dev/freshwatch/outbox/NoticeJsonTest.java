package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class NoticeJsonTest {

    static Stream<Notice> notices() {
        Finding bare = new Finding(
                new CheckId("esm/soc/session"),
                "soc",
                "soc session",
                State.UNKNOWN,
                Reason.UNREACHABLE,
                "",
                null,
                null,
                Limits.NONE,
                Notices.NOON,
                null);
        return Stream.of(
                Notices.problem("n1", "esm/soc/events/1"),
                Notices.notice("n2", "esm/soc/events/1", Kind.RECOVERY, "e"),
                new Notice("n3", Kind.CHANGE, null, bare, null, Notices.NOON, null, null),
                Notices.problem("n4", "esm/soc/events/1")
                        .with(new Marks(List.of(), "n5", "n1", Duration.ofMinutes(14), null, null)),
                Notices.problem("n5", "esm/soc").with(new Marks(List.of(bare, bare), null, null, null, null, null)),
                Notices.problem("n6", "esm/soc")
                        .with(new Marks(List.of(bare), null, null, null, null, null).withThreads(List.of("n1", "e2"))));
    }

    @ParameterizedTest
    @MethodSource("notices")
    void aNoticeComesBackAsItWas(Notice notice) {
        String payload = NoticeJson.write(notice);
        assertThat(NoticeJson.read(payload)).isEqualTo(notice);
        assertThat(NoticeJson.write(NoticeJson.read(payload))).isEqualTo(payload);
        CutNotice cut = NoticeJson.read(payload, new CutNotice.Cut(10, (check, name) -> true));
        assertThat(cut).isEqualTo(new CutNotice(notice, notice.marks().members().size(), true, payload.length()));
    }

    @Test
    void theFormIsFixed() {
        assertThat(NoticeJson.write(Notices.problem("n1", "esm/soc/events/1")))
                .isEqualTo("{\"id\":\"n1\",\"kind\":\"PROBLEM\",\"episode\":\"episode-of-esm/soc/events/1\","
                        + "\"since\":\"2026-11-20T11:59:00.123456789Z\",\"madeAt\":\"2026-11-20T12:00:00.123456789Z\","
                        + "\"platformHost\":\"esm.example\",\"origin\":{\"host\":\"watch\",\"processId\":4711},"
                        + "\"finding\":{\"check\":\"esm/soc/events/1\",\"subject\":\"ERC-1 \\\"ä€😀\\\"\","
                        + "\"name\":\"ERC-1 events\",\"state\":\"CRITICAL\",\"reason\":\"STALE\","
                        + "\"text\":\"newest event is 47 min old (limit 20 min)\","
                        + "\"lastActivity\":\"2026-11-20T11:13:00.123456789Z\",\"age\":\"PT47M\",\"warnAfter\":null,"
                        + "\"errorAfter\":\"PT20M\",\"observedAt\":\"2026-11-20T12:00:00.123456789Z\","
                        + "\"response\":\"PT0.412345678S\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "{\"id\":\"n\",\"kind\":\"LATER\",\"finding\":{}}"})
    void whatIsNoNoticeIsRefused(String payload) {
        assertThatThrownBy(() -> NoticeJson.read(payload)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoticeJson.read(payload, new CutNotice.Cut(1, (check, name) -> false)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNoticeThatIsCutOffIsRefusedWhereverThatIs() {
        String payload = NoticeJson.write(Notices.group("n1", Kind.PROBLEM, List.of()));
        CutNotice.Cut one = new CutNotice.Cut(1, (check, name) -> false);
        assertThat(NoticeJson.read(payload, one).notice().marks().members()).hasSize(1);
        for (int length = 0; length < payload.length(); length++) {
            String part = payload.substring(0, length);
            assertThatThrownBy(() -> NoticeJson.read(part, one)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aBadTimeIsRefused() {
        String payload =
                NoticeJson.write(Notices.problem("n1", "esm/soc/events/1")).replace("PT47M", "47 min");
        assertThatThrownBy(() -> NoticeJson.read(payload)).isInstanceOf(IllegalArgumentException.class);
    }
}
