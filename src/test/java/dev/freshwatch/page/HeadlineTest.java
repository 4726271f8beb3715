package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first line of the first page, of what is in a store. */
class HeadlineTest {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final PageTimes TIMES = new PageTimes(NOW, ZoneId.of("Europe/Berlin"));

    @TempDir
    Path folder;

    private WatchedStore store;

    @BeforeEach
    void open() {
        store = new WatchedStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private NowData data() {
        return NowData.read(store.view(), Map.of(), new HeatColumns(new ListedSamples()));
    }

    private String line() {
        return new Headline(data()).line().text(TIMES);
    }

    private static Finding check(String name, State state, Reason reason) {
        return Story.finding(
                CheckId.of("misp", "intel", name), "intel " + name, state, reason, "says so", null, Limits.NONE);
    }

    @Test
    void nothingYet() {
        assertThat(line()).isEqualTo("Nothing has been looked at yet.");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
    }

    /** The watch has looked at itself, and waits for the first answer of a platform. */
    @Test
    void aWatchThatIsWellSaysNothingOfPlatforms() {
        store.looks(
                List.of(Story.finding(
                        new CheckId("freshwatch/store"),
                        "store",
                        State.OK,
                        Reason.UP,
                        "can be written",
                        null,
                        Limits.NONE)),
                EVERY,
                true);
        assertThat(line()).isEqualTo("No platform and no service has been looked at yet.");
        assertThat(new Headline(data()).title()).isEqualTo("Nothing looked at yet");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
    }

    /** Nine older problems cannot be judged; the newest is the only bad one, and mail has it. */
    @Test
    void whoKnowsOfTheOnlyBadOneIsReadHoweverManyProblemsAreOlder() {
        List<Finding> all = new ArrayList<>();
        for (int n = 11; n < 20; n++) {
            Finding unknown = check("q" + n, State.UNKNOWN, Reason.UNREADABLE);
            all.add(unknown);
            store.problem(unknown, "e" + n, NOW.minusSeconds(9_000 - n), State.UNKNOWN);
        }
        Finding blind = Story.receiver(2, State.CRITICAL, 723);
        all.add(blind);
        store.looks(all, EVERY, true)
                .problem(blind, "e2", NOW.minusSeconds(127), State.CRITICAL)
                .notice("n2", blind, "e2", Kind.PROBLEM, NOW.minusSeconds(127))
                .delivery("n2", "mail", "delivered", 1, NOW.minusSeconds(127), null);
        assertThat(line())
                .isEqualTo("1 of 10 is blind: ERC-2 events, for 12 min; told by mail 03:12:04, accepted. 9 cannot be"
                        + " judged.");
    }

    /** The clock was ahead by two hours when this was seen, and was set back. */
    @Test
    void aLookOfTheFutureIsUnknown() {
        store.looks(List.of(check("page", State.OK, Reason.UP), check("rest", State.OK, Reason.UP)), EVERY, true);
        store.now = NOW.minus(Duration.ofHours(2));
        assertThat(line()).isEqualTo("2 of 2 cannot be judged.");
    }

    /** One platform has answered, the first cycle of another one goes on. */
    @Test
    void aPlatformThatWasNotLookedAtIsNotFresh() {
        store.configured = Set.of("esm/soc", "misp/intel");
        store.looks(List.of(check("page", State.OK, Reason.UP), check("rest", State.OK, Reason.UP)), EVERY, true);
        assertThat(line()).isEqualTo("esm/soc has not been looked at yet. The other 2 checks are fresh.");
        assertThat(new Headline(data()).title()).isEqualTo("1 not looked at yet");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
        store.configured = Set.of("esm/soc", "misp/intel", "service/wiki/http");
        store.look(check("events", State.CRITICAL, Reason.STALE), EVERY, false);
        assertThat(line())
                .isEqualTo("1 of 3 is blind: intel events; not confirmed yet, so nobody was told. 2 platforms and"
                        + " services have not been looked at yet.");
        assertThat(new Headline(data()).mood()).isEqualTo(State.CRITICAL);
    }

    @Test
    void allFresh() {
        store.looks(List.of(Story.receiver(1, State.OK, 20), Story.receiver(3, State.OK, 30)), EVERY, true);
        assertThat(line()).isEqualTo("All 2 checks are fresh.");
        assertThat(new Headline(data()).title()).isEqualTo("2 fresh");
        assertThat(new Headline(data()).mood()).isEqualTo(State.OK);
    }

    @Test
    void oneIsBlindAndSomebodyKnows() {
        Finding blind = Story.receiver(2, State.CRITICAL, 723);
        store.looks(List.of(Story.receiver(1, State.OK, 20), blind), EVERY, true)
                .problem(blind, "e2", NOW.minusSeconds(127), State.CRITICAL)
                .notice("n2", blind, "e2", Kind.PROBLEM, NOW.minusSeconds(127))
                .delivery("n2", "webhook", "pending", 2, NOW.minusSeconds(127), "HTTP 503")
                .delivery("n2", "mail", "delivered", 1, NOW.minusSeconds(127), null);
        assertThat(line()).isEqualTo("1 of 2 is blind: ERC-2 events, for 12 min; told by mail 03:12:04, accepted.");
        assertThat(new Headline(data()).title()).isEqualTo("1 blind");
    }

    @Test
    void oneIsBlindAndNobodyHasIt() {
        Finding blind = Story.receiver(2, State.CRITICAL, 723);
        store.looks(List.of(blind), EVERY, true)
                .problem(blind, "e2", NOW.minusSeconds(127), State.CRITICAL)
                .notice("n2", blind, "e2", Kind.PROBLEM, NOW.minusSeconds(127))
                .delivery("n2", "webhook", "pending", 2, NOW.minusSeconds(127), "HTTP 503");
        assertThat(line())
                .isEqualTo(
                        "1 of 1 is blind: ERC-2 events, for 12 min; nobody has it yet: webhook: waits, 2 tries, HTTP 503,"
                                + " next 03:14:40.");
    }

    @Test
    void whatIsNotConfirmedIsSaidSo() {
        store.look(check("workers", State.CRITICAL, Reason.DOWN), EVERY, false);
        assertThat(line()).isEqualTo("1 of 1 is down: intel workers; not confirmed yet, so nobody was told.");
    }

    @Test
    void severalAreOnlyCountedHereAndUnknownAlways() {
        store.looks(
                List.of(
                        check("workers", State.CRITICAL, Reason.DOWN),
                        check("page", State.WARNING, Reason.SLOW),
                        check("events", State.UNKNOWN, Reason.MAINTENANCE)),
                EVERY,
                true);
        assertThat(line()).isEqualTo("2 of 3 are not ok. 1 cannot be judged.");
    }

    @Test
    void unknownIsNeverFine() {
        store.looks(
                List.of(check("events", State.UNKNOWN, Reason.MAINTENANCE), check("page", State.OK, Reason.UP)),
                EVERY,
                true);
        assertThat(line()).isEqualTo("1 of 2 cannot be judged: intel events. The other one is fresh.");
        assertThat(new Headline(data()).title()).isEqualTo("1 unknown");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
    }

    /** A check that is not looked at any more says nothing, whatever it said last. */
    @Test
    void anOldLookIsUnknown() {
        store.looks(List.of(check("page", State.OK, Reason.UP), check("rest", State.OK, Reason.UP)), EVERY, true);
        store.now = NOW.plus(Duration.ofMinutes(25));
        assertThat(line()).isEqualTo("2 of 2 cannot be judged.");
    }

    /** Nobody knows what it is now; the problem stays open, since unknown ends none, and so does who was told of it. */
    @Test
    void whatWasBadIsUnknownAndItsProblemStaysOpen() {
        Finding page = check("page", State.CRITICAL, Reason.DOWN);
        store.looks(List.of(page, check("rest", State.OK, Reason.UP)), EVERY, false);
        store.now = NOW.plus(Duration.ofMinutes(25));
        assertThat(line()).as("not confirmed").isEqualTo("2 of 2 cannot be judged.");

        store.problem(page, "e2", NOW.minusSeconds(300), State.CRITICAL)
                .notice("n2", page, "e2", Kind.PROBLEM, NOW.minusSeconds(300))
                .delivery("n2", "mail", "delivered", 1, NOW.minusSeconds(300), null);
        assertThat(line()).isEqualTo("2 of 2 cannot be judged, 1 of them with an open problem.");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void theOnlyOneThatIsUnknownTellsOfItsProblem() {
        Finding page = check("page", State.CRITICAL, Reason.DOWN);
        store.look(page, EVERY);
        store.problem(page, "e2", NOW.minusSeconds(300), State.CRITICAL)
                .notice("n2", page, "e2", Kind.PROBLEM, NOW.minusSeconds(300))
                .delivery("n2", "mail", "delivered", 1, NOW.minusSeconds(300), null);
        store.now = NOW.plus(Duration.ofMinutes(25));
        assertThat(line())
                .startsWith(
                        "1 of 1 cannot be judged: intel page, critical for 30 min as far as is known; told by mail ");
    }

    /** A healing holds the cycles of a MISP for ten seconds, whatever their interval. */
    @Test
    void aPauseOfSecondsIsNoLoss() {
        store.looks(List.of(check("page", State.OK, Reason.UP)), Duration.ofSeconds(2), true);
        store.now = NOW.plusSeconds(28);
        assertThat(line()).isEqualTo("The only check is fresh.");
        store.now = NOW.plusSeconds(29);
        assertThat(line()).isEqualTo("1 of 1 cannot be judged: intel page.");
    }

    @Test
    void withoutAWatchThePageSaysOfWhenItIs() {
        store.looks(List.of(check("page", State.OK, Reason.UP)), EVERY, true);
        store.watched = false;
        assertThat(line()).isEqualTo("No watch is running: this is of 03:14:09.");
        assertThat(new Headline(data()).mood()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aReasonThatIsNoAdjectiveIsNotUsedAsOne() {
        store.look(check("page", State.CRITICAL, Reason.TIMEOUT), EVERY);
        assertThat(line()).startsWith("1 of 1 is not ok: intel page");
    }
}
