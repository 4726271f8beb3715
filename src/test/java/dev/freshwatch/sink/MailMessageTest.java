package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@InEachLanguage
class MailMessageTest {

    private final MailMessage mails =
            new MailMessage(MailSink.settings(25, Security.NONE, null, "soc@example.org", "ciso@example.org"), true);

    @Test
    void problemHasAllHeadersOfTheContract() throws Exception {
        MimeMessage mail = parsed(Notices.problem());

        assertThat(mail.getSubject()).isEqualTo("[CRITICAL] ERC-1 events: newest event is 47 min old (limit 20 min)");
        assertThat(mail.getHeader("From")).containsExactly("Freshwatch <watch@example.org>");
        assertThat(mail.getHeader("To")).containsExactly("soc@example.org, ciso@example.org");
        assertThat(mail.getSentDate()).isEqualTo("2026-11-20T17:00:00Z");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<" + Notices.EPISODE + "@example.org>");
        assertThat(mail.getHeader("In-Reply-To")).isNull();
        assertThat(mail.getHeader("X-Freshwatch-Id")).containsExactly(Notices.ID);
        assertThat(mail.getHeader("X-Freshwatch-Check")).containsExactly("esm/soc/events/144116287587483648");
        assertThat(mail.getHeader("X-Freshwatch-Kind")).containsExactly("problem");
        assertThat(mail.getHeader("X-Freshwatch-Episode")).containsExactly(Notices.EPISODE);
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
    }

    @Test
    void recoveryIsInTheThreadOfItsProblem() throws Exception {
        MimeMessage mail = parsed(Notices.recovery());

        assertThat(mail.getSubject()).isEqualTo("[RECOVERED] ERC-1 events: newest event is 30 s old (limit 10 min)");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<0198a1b2-0000-7000-8000-000000000002@example.org>");
        String problem = parsed(Notices.problem()).getHeader("Message-ID")[0];
        assertThat(mail.getHeader("In-Reply-To")).containsExactly(problem);
        assertThat(mail.getHeader("References")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "PROBLEM,  CRITICAL, [CRITICAL]",
        "PROBLEM,  WARNING,  [WARNING]",
        "PROBLEM,  UNKNOWN,  [UNKNOWN]",
        "CHANGE,   WARNING,  [WARNING]",
        "CHANGE,   CRITICAL, [CRITICAL]",
        "REMINDER, CRITICAL, [REMINDER]",
        "HEALED,   OK,       [HEALED]",
        "DRILL,    OK,       [DRILL]",
        "RECOVERY, OK,       [RECOVERED]"
    })
    void subjectBeginsWithWhatItIsAbout(Kind kind, State state, String tag) throws Exception {
        assertThat(parsed(Notices.bare(kind, state, Reason.TIMEOUT)).getSubject())
                .isEqualTo(tag + " soc session: session is down");
    }

    @ParameterizedTest
    @CsvSource({"CHANGE, true", "REMINDER, true", "HEALED, true", "RECOVERY, true", "DRILL, false", "PROBLEM, false"})
    void whatFollowsAProblemIsInItsThreadAndADrillIsInNone(Kind kind, boolean follows) throws Exception {
        MimeMessage mail = parsed(Notices.bare(kind, State.WARNING, Reason.SLOW));

        String[] problem = follows ? new String[] {"<" + Notices.EPISODE + "@example.org>"} : null;
        assertThat(mail.getHeader("In-Reply-To")).isEqualTo(problem);
        assertThat(mail.getHeader("References")).isEqualTo(problem);
    }

    @Test
    void groupListsItsMembersInBothReadings() throws Exception {
        MimeMessage mail = parsed(Notices.group(Kind.PROBLEM, 3));
        MimeMultipart parts = (MimeMultipart) mail.getContent();

        assertThat(mail.getHeader("Message-ID")).containsExactly("<0198a1b2-0000-7000-8000-0000000000aa@example.org>");
        assertThat((String) parts.getBodyPart(0).getContent())
                .startsWith(
                        """
                        [CRITICAL] ERC-1 events: 3 checks turned critical

                        critical  ERC-1 events: is <late> 1
                        critical  ERC-1 events: is <late> 2
                        critical  ERC-1 events: is <late> 3

                        State:          critical (stale)
                        """
                                .replace("\n", "\r\n"));
        assertThat((String) parts.getBodyPart(1).getContent())
                .contains("ERC-1 events: is &lt;late&gt; 3</td>")
                .doesNotContain("<late>");
    }

    @ParameterizedTest
    @CsvSource({"true, G, E G", "false, E, G E"})
    void whatAGroupAnnouncedIsInTheThreadThatTheReadersHave(boolean groups, String parent, String references)
            throws Exception {
        String group = Notices.group(Kind.PROBLEM, 3).id();
        Notice recovery = Notices.recovery().with(Marks.NONE.withAnnouncedBy(group));
        MailMessage sink = new MailMessage(MailSink.settings(25, Security.NONE, null, "soc@example.org"), groups);
        MimeMessage mail = sink.compose(recovery);
        String shown = String.format(
                        Locale.ROOT,
                        "%s|%s",
                        mail.getHeader("In-Reply-To", null),
                        MimeUtility.unfold(mail.getHeader("References", null)))
                .replace("<" + group + "@example.org>", "G")
                .replace("<" + Notices.EPISODE + "@example.org>", "E");

        assertThat(shown).isEqualTo(parent + "|" + references);
    }

    @Test
    void endOfAGroupAnswersTheMailsThatAnnouncedIt() throws Exception {
        Notice problem = Notices.group(Kind.PROBLEM, 3);
        Notice recovery = Notices.group(Kind.RECOVERY, 3);
        MimeMessage mail = parsed(new Notice(
                        "another",
                        recovery.kind(),
                        "made-up",
                        recovery.finding(),
                        recovery.since(),
                        recovery.madeAt(),
                        recovery.origin(),
                        null,
                        recovery.marks())
                .with(recovery.marks().withThreads(List.of("e1", "e2", problem.id()))));

        assertThat(mail.getHeader("In-Reply-To")).isEqualTo(parsed(problem).getHeader("Message-ID"));
        assertThat(mail.getSubject()).startsWith("[RECOVERED] ");
        assertThat(MimeUtility.unfold(mail.getHeader("References", null)).split(" +"))
                .containsExactly(
                        "<e1@example.org>", "<e2@example.org>", parsed(problem).getHeader("Message-ID")[0]);
        assertThat(parsed(recovery).getHeader("In-Reply-To")).isNull();
    }

    @Test
    void groupListsAHundredAndSaysHowManyMore() throws Exception {
        MimeMultipart parts =
                (MimeMultipart) parsed(Notices.group(Kind.PROBLEM, 130)).getContent();

        assertThat(((String) parts.getBodyPart(0).getContent()).lines())
                .contains("critical  ERC-1 events: is <late> 100", "and 30 more")
                .doesNotContain("critical  ERC-1 events: is <late> 101");
        assertThat((String) parts.getBodyPart(1).getContent())
                .contains("and 30 more")
                .doesNotContain("late&gt; 101");
    }

    @Test
    void lateDeliveryIsToldInHeadlineAndFacts() throws Exception {
        Notice recovery = Notices.recovery();
        Marks marks = recovery.marks()
                .withGap(Duration.ofHours(2))
                .late(Duration.ofMinutes(35), Notices.problem().finding());
        MimeMultipart parts = (MimeMultipart) parsed(recovery.with(marks)).getContent();

        assertThat((String) parts.getBodyPart(0).getContent())
                .contains(
                        "; delayed by 35 min\r\n",
                        "Had been:       critical: newest event is 47 min old (limit 20 min)\r\n",
                        "Gap before:     2 h\r\n",
                        "Delayed by:     35 min\r\n");
    }

    @Test
    void longSubjectIsCutAndTheWholeTextIsInTheBody() throws Exception {
        MimeMessage mail = parsed(Notices.saying("x".repeat(2000)));

        assertThat(mail.getSubject()).hasSize(400).endsWith("…");
        assertThat((String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent())
                .contains("x".repeat(2000));
    }

    @Test
    void bothReadingsTellTheSame() throws Exception {
        MimeMultipart parts = (MimeMultipart) parsed(Notices.problem()).getContent();

        assertThat(parts.getContentType()).startsWith("multipart/alternative;");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat((String) parts.getBodyPart(0).getContent())
                .isEqualTo(
                        """
                        [CRITICAL] ERC-1 events: newest event is 47 min old (limit 20 min)

                        State:          critical (stale)
                        Problem since:  2026-11-20T16:33:10.000Z
                        Newest record:  2026-11-20T16:13:00Z (47 min old)
                        Warning after:  10 min
                        Critical after: 20 min
                        Observed at:    2026-11-20T17:00:00.100Z
                        Platform:       esm.example
                        Check:          esm/soc/events/144116287587483648
                        Notice:         0198a1b2-0000-7000-8000-000000000001
                        Episode:        0198a1b2-0000-7000-8000-00000000000e

                        --\s
                        Freshwatch on watch.example
                        """
                                .replace("\n", "\r\n"));
        assertThat((String) parts.getBodyPart(1).getContent())
                .contains(
                        "newest event is 47 min old (limit 20 min)", "esm.example", "2026-11-20T16:13:00Z (47 min old)")
                .doesNotContain("<script", "<img", "<a ", "http");
    }

    @Test
    void repeatHasTheSameBytes() throws Exception {
        assertThat(bytes(Notices.problem())).isEqualTo(bytes(Notices.problem()));
        assertThat(bytes(Notices.recovery())).isNotEqualTo(bytes(Notices.problem()));
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameIsTextAndNothingElse(String name) throws Exception {
        Notice notice = Notices.problem(name);
        byte[] bytes = bytes(notice);
        MimeMessage mail = parse(bytes);
        String headline = PlainText.name(name + " events") + ": newest event is 47 min old (limit 20 min)";

        assertThat(Collections.list(mail.getAllHeaders()))
                .extracting(header -> header.getName())
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "X-Freshwatch-Id",
                        "X-Freshwatch-Check",
                        "X-Freshwatch-Kind",
                        "X-Freshwatch-Episode",
                        "Auto-Submitted");
        // blanks at a fold of a header are not told apart by anybody
        assertThat(squeezed(mail.getSubject())).isEqualTo(squeezed("[CRITICAL] " + headline));
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(((String) parts.getBodyPart(0).getContent()).lines().findFirst())
                .hasValue("[CRITICAL] " + headline);
        assertThat((String) parts.getBodyPart(1).getContent())
                .contains(headline.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"))
                .doesNotContain("<script", "<img");
        List<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 998).allMatch(line -> line.chars()
                .allMatch(c -> c < 0x80));
    }

    @Test
    void addressThatIsNoneIsRefusedByItsKey() {
        assertThatThrownBy(() -> new MailMessage(MailSink.settings(25, Security.NONE, null, "soc at example"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sink.mail.to");
    }

    private static String squeezed(String text) {
        return text.strip().replaceAll(" +", " ");
    }

    private MimeMessage parsed(Notice notice) throws Exception {
        return parse(bytes(notice));
    }

    private byte[] bytes(Notice notice) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mails.compose(notice).writeTo(bytes);
        return bytes.toByteArray();
    }

    private static MimeMessage parse(byte[] bytes) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(bytes));
    }
}
