package dev.freshwatch.page;

import static dev.freshwatch.page.CheckScene.CHECK;
import static dev.freshwatch.page.CheckScene.finding;
import static dev.freshwatch.page.CheckScene.words;
import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of a check says of now, of its problems and of who was told. */
class CheckPageTest {

    @TempDir
    Path folder;

    private CheckScene scene;

    @BeforeEach
    void open() {
        scene = new CheckScene(folder, "Europe/Berlin");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theFirstLinesAreTheAnswer() {
        scene.blind("ERC-2");
        scene.sql(
                "INSERT INTO acknowledgement (episode_id, check_id, ends, reason, made_by, made_at) VALUES ('e9', ?, NULL, 'cable', 'anna', ?)",
                CHECK.value(),
                NOW);
        scene.store.silence("ERC-2*", NOW.plusSeconds(600), "work", "rk");

        String words = words(scene.html(""));

        assertThat(words)
                .contains("ERC-2 events: newest event is 12 min old (limit 10 min) .")
                .contains("A problem since 03:09:04 , for 5 min.")
                .contains(
                        "Told: mail 03:12:05 , accepted; syslog 03:12:05 , sent; webhook: waits, 2 tries, HTTP 503, next ")
                .contains("Silenced by rk: work, until 03:24:11 : no notices before that.")
                .contains("Acknowledged by anna: cable: no reminders.")
                .contains(
                        "Looked at 03:14:02 , answered in 412 ms; the newest record is of 03:02:10 ; next look 03:15:02 .")
                .contains(CHECK.value());
    }

    @Test
    void aLookThatIsTooOldIsNotShownAsTheState() {
        scene.store.look(
                finding(CHECK, "ERC-2", State.OK, "newest event is 8 s old (limit 10 min)", 8L), Duration.ofMinutes(1));
        scene.store.now = NOW.plusSeconds(600);

        String html = scene.html("");

        assertThat(words(html))
                .contains("ERC-2 events: not checked for 10 min, although it is due every 1 min .")
                .contains(
                        "The last look, 03:14:02 , found it ok : newest event is 8 s old (limit 10 min). Nobody knows what it is now.")
                .contains("the next look was due 03:15:02");
        assertThat(html).contains("class=\"mood-unknown\"");
    }

    @Test
    void withoutAWatchNothingIsWell() {
        scene.store.look(finding(CHECK, "ERC-2", State.OK, "fine", 8L), Duration.ofMinutes(1));
        scene.store.watched = false;

        assertThat(words(scene.html(""))).contains("no watch is running");
    }

    @Test
    void whatIsNotAnnouncedYetIsSaid() {
        scene.store.look(
                finding(CHECK, "ERC-2", State.CRITICAL, "newest event is 11 min old (limit 10 min)", 660L),
                CheckScene.EVERY,
                false);

        assertThat(words(scene.html("")))
                .contains("No problem is open: this was not seen in enough looks in a row to be announced.");
    }

    /** The check that it depends on was ok, too long ago to say so. */
    @Test
    void aParentThatIsNotBelievedIsUnknown() {
        CheckId session = new CheckId("esm/soc/session");
        scene.store
                .look(finding(CHECK, "ERC-2", State.OK, "fresh", null), null)
                .look(finding(session, "soc", State.OK, "answers", null), CheckScene.EVERY);
        assertThat(scene.html("")).doesNotContain("It depends on");

        scene.store.now = WatchedStore.NOW.plus(CheckScene.EVERY.multipliedBy(3));
        assertThat(scene.html(""))
                .contains("It depends on <a href=\"/checks/esm/soc/session\">soc events</a>, which is ")
                .contains(">unknown<");
    }

    @Test
    void theCheckThatItDependsOnIsNamed() {
        CheckId session = new CheckId("esm/soc/session");
        scene.store
                .look(finding(CHECK, "ERC-2", State.UNKNOWN, "the session failed", null), CheckScene.EVERY)
                .look(finding(session, "soc", State.CRITICAL, "HTTP 500", null), CheckScene.EVERY);

        assertThat(scene.html(""))
                .contains("It depends on <a href=\"/checks/esm/soc/session\">soc events</a>, which is ");
    }

    @Test
    void eachProblemHasItsNoticesAndTheirDelivery() {
        scene.blind("ERC-2");

        String words = words(scene.html(""));

        assertThat(words.substring(words.indexOf("Problems and who was told")))
                .containsSubsequence(
                        "critical 03:09:04 to now: it lasts, 5 min",
                        "03:12:04",
                        "change newest event is 12 min old (limit 10 min)",
                        "mail 03:12:05 , accepted",
                        "webhook: waits, 2 tries, HTTP 503",
                        "03:09:04",
                        "problem newest event is 7 min old (limit 7 min)",
                        "webhook 03:09:05 , accepted",
                        "unknown yesterday 13:14:11 to yesterday 14:26:11 , 72 min",
                        "ERC-2: the ESM answered HTTP 500",
                        "Nobody was told.",
                        "critical 2026-11-11 03:14:11 to 2026-11-11 03:45:11 , 31 min");
    }

    @Test
    void moreProblemsThanAreShownAreOnAnotherPage() {
        scene.blind("ERC-2");
        for (int at = 0; at < 60; at++) {
            scene.sql(
                    "INSERT INTO episode (id, check_id, since, closed_at, told) VALUES (?, ?, ?, ?, 'WARNING')",
                    "old" + at,
                    CHECK.value(),
                    NOW.minusSeconds(86_400L * (at + 1)),
                    NOW.minusSeconds(86_400L * (at + 1) - 60));
        }

        String html = scene.html("");

        assertThat(html.split("<details class=\"episode\"", -1)).hasSize(51);
        assertThat(html).contains("href=\"/episodes?check=" + CHECK + "\"");
    }

    @Test
    void aNoticeOfSeveralChecksIsShownForThisOne() {
        scene.blind("ERC-2");
        Finding mine = finding(CHECK, "ERC-2", State.CRITICAL, "mine is old", 721L);
        Finding other = finding(new CheckId("esm/soc/events/8"), "ERC-8", State.CRITICAL, "the other one is old", 721L);
        scene.store.now = NOW;
        dev.freshwatch.alert.Notice group = new dev.freshwatch.alert.Notice(
                        "g",
                        Kind.REMINDER,
                        null,
                        other,
                        NOW,
                        NOW,
                        new dev.freshwatch.alert.Notice.Origin("watch-1", 1),
                        "esm.example")
                .with(new dev.freshwatch.alert.Notice.Marks(List.of(other, mine), null, null, null, null));
        dev.freshwatch.store.UnitOfWork unitOfWork = scene.store.store.begin();
        dev.freshwatch.outbox.Desk.put(unitOfWork, group, "mail");
        unitOfWork.commit();
        scene.sql("INSERT INTO notice_member (notice_id, episode_id) VALUES ('g', 'e9')");

        assertThat(words(scene.html(""))).contains("reminder mine is old").doesNotContain("the other one");
    }

    @Test
    void explainIsThereInSections() {
        scene.blind("ERC-2");

        assertThat(scene.html(""))
                .contains("<h3>Settings in force</h3>", "<li>critical after 10 min     given by the check itself</li>")
                .contains("<h3>What next</h3>", "<li>It ends with 1 look that is ok.</li>");
    }

    /** The state and who was told are worth more than the history. */
    @Test
    void withoutAHistoryTheRestIsThere() {
        scene.blind("ERC-2");
        scene.samples.trouble =
                catchThrowableOfType(StoreException.class, () -> Store.isSqlite(StateSettings.of("jdbc:nothing")));

        String html = scene.html("");

        assertThat(words(html))
                .contains(
                        "The history cannot be read, so nothing can be said of this time: state.url must be jdbc:sqlite:")
                .contains("Told: mail 03:12:05", "Problems and who was told", "What next");
        assertThat(html).doesNotContain("class=\"card plot\"");
        assertThatThrownBy(() -> scene.get("format=csv")).isInstanceOf(StoreException.class);
    }
}
