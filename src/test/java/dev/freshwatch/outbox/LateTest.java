package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of notices that had to wait, and that a repeat says the same. */
@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class LateTest {

    /** The message of a failure is what the peer did. */
    private static final FailureRule BY_MESSAGE = failure -> Verdict.tryAgain(
            "no", null, failure.getMessage() == null ? Peer.UNKNOWN : Peer.valueOf(failure.getMessage()));

    private final AtomicReference<Instant> now = new AtomicReference<>(Notices.NOON);
    private final List<Notice> tried = new CopyOnWriteArrayList<>();

    /** How the first tries end; the others are taken. */
    private final List<Peer> fails = new CopyOnWriteArrayList<>();

    /** So long takes each try that fails. */
    private Duration triesTake = Duration.ZERO;

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private Desk client() {
        return client(Set.of());
    }

    private Desk client(Set<String> grouping) {
        Desk client = new Desk(folder, BY_MESSAGE, Desk.QUICK, now::get, Set.of()).sink("mail", exchange -> {
            tried.add(exchange.getMessage().getBody(Notice.class));
            if (!fails.isEmpty()) {
                later(triesTake);
                throw new IllegalStateException(fails.remove(0).name());
            }
        });
        client.component.grouping(grouping);
        return client;
    }

    private void later(Duration by) {
        now.set(now.get().plus(by));
    }

    private static void put(Desk client, Notice notice) {
        UnitOfWork unitOfWork = client.store.begin();
        Desk.put(unitOfWork, notice, "mail");
        unitOfWork.commit();
    }

    private static Notice notice(String id, Kind kind) {
        return Notices.notice(id, "a/b/c", kind, "e1");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,", "PT60S,", "PT61S,PT61S", "PT2H0.5S,PT2H", "-PT1H,"})
    void whatWaitedForMoreThanAMinuteSaysSo(Duration waits, Duration said) {
        try (Desk client = client()) {
            Notice notice = notice("n1", Kind.PROBLEM);
            put(client, notice);
            later(waits);
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried).hasSize(1);
            assertThat(tried.get(0).marks().delayed()).isEqualTo(said);
            assertThat(tried.get(0).with(Notice.Marks.NONE)).isEqualTo(notice);
        }
    }

    @ParameterizedTest
    @CsvSource({"ANSWERED,true", "UNREACHED,true", "UNKNOWN,false"})
    void theDelayIsCountedAnewOnlyWhereThePeerDoesNotHaveIt(Peer peer, boolean anew) {
        fails.add(peer);
        triesTake = Duration.ofMinutes(3);
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            later(Duration.ofMinutes(2));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried)
                    .extracting(notice -> notice.marks().delayed())
                    .containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(anew ? 5 : 2));
        }
    }

    @Test
    void onceInDoubtTheSameForEver() {
        fails.addAll(List.of(Peer.UNREACHED, Peer.UNKNOWN, Peer.ANSWERED, Peer.UNREACHED));
        triesTake = Duration.ofMinutes(2);
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried)
                    .extracting(notice -> notice.marks().delayed())
                    .startsWith(null, Duration.ofMinutes(2))
                    .hasSize(5);
            assertThat(Set.copyOf(tried.subList(1, 5))).hasSize(1);
        }
    }

    @Test
    void aTryThatACrashCutOffIsRepeatedAsItWas() {
        CountDownLatch never = new CountDownLatch(1);
        try (Desk client = new Desk(folder, BY_MESSAGE, Desk.QUICK, now::get, Set.of()).sink("mail", exchange -> {
            tried.add(exchange.getMessage().getBody(Notice.class));
            never.await();
        })) {
            put(client, notice("n1", Kind.PROBLEM));
            client.start();
            await().until(() -> tried.size() == 1);
        }
        later(Duration.ofHours(2));
        try (Desk client = client()) {
            put(client, Notices.problem("n2", "a/b/d"));
            later(Duration.ofMinutes(2));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
        }
        assertThat(tried.stream().filter(notice -> notice.id().equals("n1")))
                .containsExactly(tried.get(0), tried.get(0));
        assertThat(tried.stream().filter(notice -> notice.id().equals("n2")))
                .singleElement()
                .extracting(notice -> notice.marks().delayed())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({"31,31,true", "31,30,false", "600,31,true", "30,30,false"})
    void aProblemAndItsEndThatBothWaitedForLongAreTold(int problemWaits, int endWaits, boolean together) {
        try (Desk client = client()) {
            Notice problem = notice("n1", Kind.PROBLEM);
            Notice end = notice("n4", Kind.RECOVERY);
            put(client, problem);
            put(client, notice("n2", Kind.CHANGE));
            put(client, notice("n3", Kind.REMINDER));
            later(Duration.ofMinutes(problemWaits - endWaits));
            put(client, end);
            put(client, Notices.notice("n5", "a/b/c", Kind.PROBLEM, "e2"));
            later(Duration.ofMinutes(endWaits));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            if (together) {
                assertThat(tried).extracting(Notice::id).containsExactly("n4", "n5");
                assertThat(tried.get(0).marks())
                        .isEqualTo(Notice.Marks.NONE.late(Duration.ofMinutes(endWaits), problem.finding()));
                assertThat(client.rows().subList(0, 3))
                        .containsExactly("n1 mail withdrawn 0", "n2 mail withdrawn 0", "n3 mail withdrawn 0");
                assertThat(new DeliveryTracker(client.store).statuses("n1"))
                        .containsExactly(
                                new DeliveryStatus("mail", true, false, null, 0, "sent together with its recovery n4"));
            } else {
                assertThat(tried).extracting(Notice::id).containsExactly("n1", "n2", "n3", "n4", "n5");
            }
        }
    }

    @Test
    void aProblemThatThePeerMayHaveIsNeverTakenBack() {
        fails.add(Peer.UNKNOWN);
        triesTake = Duration.ofHours(1);
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            put(client, notice("n2", Kind.RECOVERY));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried).extracting(Notice::id).containsExactly("n1", "n1", "n2");
            assertThat(tried.get(0)).isEqualTo(tried.get(1));
            assertThat(tried.get(2).marks().delayed()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void whatIsToldTogetherStaysSoOverFailuresAndRestarts() {
        fails.addAll(List.of(Peer.UNREACHED, Peer.UNKNOWN));
        triesTake = Duration.ofSeconds(1);
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            put(client, notice("n2", Kind.RECOVERY));
            later(Duration.ofHours(1));
            client.start();
            await().until(() -> tried.size() >= 2);
        }
        later(Duration.ofHours(1));
        try (Desk client = client()) {
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
        }
        assertThat(tried).extracting(Notice::id).containsExactly("n2", "n2", "n2");
        assertThat(tried)
                .allSatisfy(notice -> assertThat(notice.marks().ended()).isNotNull());
        assertThat(tried.get(1)).isEqualTo(tried.get(2));
    }

    @Test
    void aGroupIsToldTogetherWithTheEndOfTheSameGroupOnly() {
        try (Desk client = client(Set.of("mail"))) {
            putGroup(client, "g1", Kind.PROBLEM, "e1", "e2");
            putGroup(client, "g2", Kind.RECOVERY, "e1", "e2");
            putGroup(client, "g3", Kind.PROBLEM, "e3", "e4", "e5");
            putGroup(client, "g4", Kind.REMINDER, "e3", "e5");
            putGroup(client, "g5", Kind.RECOVERY, "e3", "e4");
            put(client, Notices.notice("n6", "a/b/c", Kind.RECOVERY, "e5"));
            later(Duration.ofHours(1));
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried).extracting(Notice::id).containsExactly("g2", "g3", "g4", "g5", "n6");
        }
    }

    private void putGroup(Desk client, String id, Kind kind, String... episodes) {
        Notice group = Notices.group(id, kind, List.of());
        UnitOfWork unitOfWork = client.store.begin();
        OutboxTransaction.in(unitOfWork)
                .put(
                        group,
                        "mail",
                        client.component
                                .rules()
                                .orderingKey("mail", group.finding().check()));
        unitOfWork.commit();
        for (String episode : episodes) {
            client.sql("INSERT INTO notice_member (notice_id, episode_id) VALUES ('" + id + "', '" + episode + "')");
        }
    }

    @Test
    void aWithdrawnNoticeIsNotDeliveredAndTheNextIs() {
        fails.addAll(java.util.Collections.nCopies(1000, Peer.UNREACHED));
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            put(client, notice("n2", Kind.CHANGE));
            client.start();
            await().until(() -> !client.rows().get(0).equals("n1 mail pending 0"));
            assertThat(new DeliveryTracker(client.store).withdraw("n1", "not wanted any more"))
                    .isEqualTo(1);
            fails.clear();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried).last().extracting(Notice::id).isEqualTo("n2");
            assertThat(client.rows().get(0)).startsWith("n1 mail withdrawn");
            assertThat(new DeliveryTracker(client.store).statuses("n1").get(0).reason())
                    .isEqualTo("no; not wanted any more");
        }
    }

    @Test
    void aClockThatIsSetMakesNothingLate() {
        fails.add(Peer.UNREACHED);
        try (Desk client = client()) {
            put(client, notice("n1", Kind.PROBLEM));
            later(Duration.ofMinutes(3));
            now.set(now.get().plus(Duration.ofDays(1)));
            UnitOfWork unitOfWork = client.store.begin();
            AlertStateTable.in(unitOfWork).shift(Duration.ofDays(1));
            unitOfWork.commit();
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(tried).extracting(notice -> notice.marks().delayed()).containsOnly(Duration.ofMinutes(3));
        }
    }
}
