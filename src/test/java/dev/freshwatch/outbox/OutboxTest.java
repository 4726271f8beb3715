package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class OutboxTest {

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    @Test
    void aCheckIsServedInOrderAndOneAtATimeAndChecksSideBySide() {
        Map<String, List<String>> arrived = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        try (Desk client = new Desk(folder).sink("syslog", exchange -> {
            Notice notice = exchange.getMessage().getBody(Notice.class);
            assertThat(inside.computeIfAbsent(notice.getCheck(), any -> new AtomicInteger())
                            .incrementAndGet())
                    .isEqualTo(1);
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            arrived.computeIfAbsent(notice.getCheck(), any -> new CopyOnWriteArrayList<>())
                    .add(notice.id());
            now.decrementAndGet();
            inside.get(notice.getCheck()).decrementAndGet();
        })) {
            client.start();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                expected.add(String.format(Locale.ROOT, "%02d", i));
                for (String check : List.of("a/b/c", "a/b/d", "a/b/e")) {
                    client.put("syslog", Notices.problem(String.format(Locale.ROOT, "%02d", i) + check, check));
                }
            }
            await().until(() -> arrived.values().stream().mapToInt(List::size).sum() == 120);
            arrived.forEach((check, ids) -> assertThat(ids)
                    .isEqualTo(expected.stream().map(id -> id + check).toList()));
            assertThat(most.get()).isBetween(1, 4);
        }
    }

    @Test
    void asManyChecksAsAllowedAreServedAtOnce() throws Exception {
        CountDownLatch four = new CountDownLatch(4);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (Desk client = new Desk(folder).sink("syslog", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.countDown();
            four.await(60, TimeUnit.SECONDS);
            now.decrementAndGet();
            done.incrementAndGet();
        })) {
            client.start();
            for (int i = 0; i < 12; i++) {
                client.put("syslog", Notices.problem("n" + i, "a/b/" + i));
            }
            await().untilAtomic(done, org.hamcrest.Matchers.is(12));
            assertThat(most.get()).isEqualTo(4);
        }
    }

    @Test
    void whatWaitsAtAStopIsDeliveredAfterTheStartAsItWas() {
        Notice problem = Notices.problem("n1", "a/b/c");
        Notice later = Notices.notice("n2", "a/b/c", Kind.CHANGE, problem.episode());
        CountDownLatch stopped = new CountDownLatch(1);
        List<Notice> first = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder).sink("mail", exchange -> {
            first.add(exchange.getMessage().getBody(Notice.class));
            stopped.await(30, TimeUnit.SECONDS);
        })) {
            client.start();
            client.put("mail", problem);
            client.put("mail", later);
            await().until(() -> !first.isEmpty());
        }
        List<Notice> second = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder)
                .sink("mail", exchange -> second.add(exchange.getMessage().getBody(Notice.class)))) {
            assertThat(client.rows()).containsExactly("n1 mail pending 0", "n2 mail pending 0");
            client.start();
            await().until(() -> second.size() == 2);
        }
        assertThat(first).containsExactly(problem);
        assertThat(second).containsExactly(problem, later);
    }

    @Test
    void aTryUnderWayAtAStopMayEnd() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Desk client = new Desk(folder).sink("mail", exchange -> {
            inside.countDown();
            go.await();
        })) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            inside.await();
            Thread stop = new Thread(() -> client.context.stop());
            stop.start();
            await().until(() -> client.context.getStatus().isStopping());
            go.countDown();
            stop.join();
            assertThat(client.rows()).containsExactly("n1 mail delivered 1");
        }
    }

    @Test
    void aHangingSinkDelaysNoOther() {
        CountDownLatch never = new CountDownLatch(1);
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder)
                .sink("webhook", exchange -> never.await())
                .sink("syslog", exchange -> arrived.add(Desk.id(exchange)))) {
            client.start();
            for (int i = 0; i < 20; i++) {
                client.put("webhook", Notices.problem("n" + i, "a/b/" + i));
            }
            for (int i = 0; i < 20; i++) {
                client.put("syslog", Notices.problem("n" + i, "a/b/" + i));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> arrived.size() == 20);
            never.countDown();
        }
    }

    @Test
    void aSinkIsAddressedTwiceAndGetsTheNoticeOnce() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder).sink("syslog", exchange -> arrived.add(Desk.id(exchange)))) {
            client.start();
            client.put("syslog", Notices.problem("n1", "a/b/c"));
            client.put("syslog", Notices.problem("n1", "a/b/c"));
            client.put("syslog", Notices.problem("n2", "a/b/c"));
            await().until(() -> arrived.contains("n2"));
            assertThat(arrived).containsExactly("n1", "n2");
        }
    }

    @Test
    void whatIsNotDeliverableIsRefusedWithTheReason() {
        try (Desk client = new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, InstantSource.system(), Set.of("off"))) {
            client.sink("syslog", exchange -> {}).start();
            Notice notice = Notices.problem("n1", "a/b/c");
            client.put("off", notice);
            assertThatThrownBy(() -> client.put("nobody", notice))
                    .hasStackTraceContaining("outbox:nobody cannot deliver");
            assertThatThrownBy(() -> client.template.sendBody("outbox:syslog", "text"))
                    .hasStackTraceContaining("expects a notice, not java.lang.String");
            assertThatThrownBy(() -> client.context.getEndpoint("outbox:a b"))
                    .hasStackTraceContaining("not a valid sink name");
            assertThatThrownBy(() -> client.context.getEndpoint("outbox:syslog?tries=3"))
                    .hasStackTraceContaining("tries=3");
            assertThatThrownBy(() -> client.sink("told", exchange -> {}))
                    .hasStackTraceContaining("cannot be used in from");
            assertThat(client.rows()).isEmpty();
        }
    }

    @Test
    void aSinkHasOneReader() {
        try (Desk client = new Desk(folder).sink("syslog", exchange -> {})) {
            client.start();
            assertThatThrownBy(() -> client.route(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("outbox:syslog?concurrency=2").routeId("again").process(exchange -> {});
                        }
                    }))
                    .hasStackTraceContaining("a sink can have only one");
        }
    }

    @Test
    void theBacklogIsTold() {
        try (Desk client = new Desk(folder)) {
            UnitOfWork unitOfWork = client.store.begin();
            Desk.put(unitOfWork, Notices.problem("n1", "a/b/c"), "syslog");
            Desk.put(unitOfWork, Notices.problem("n2", "a/b/c"), "syslog");
            Desk.put(unitOfWork, Notices.problem("n1", "a/b/c"), "mail");
            unitOfWork.commit();
            client.sql("UPDATE delivery SET created_at = seq * 1000");
            assertThat(DeliveryTable.backlog(client.store))
                    .extracting(backlog -> backlog.sink() + " " + backlog.pending() + " " + backlog.oldest())
                    .containsExactly("mail 1 1970-01-01T00:00:03Z", "syslog 2 1970-01-01T00:00:01Z");
        }
    }

    @Test
    void aSinkGetsEitherTheNoticeOfAGroupOrItsMembers() {
        Map<String, List<String>> arrived = new ConcurrentHashMap<>();
        try (Desk client = new Desk(folder)) {
            for (String sink : List.of("mail", "syslog")) {
                client.sink(sink, exchange -> arrived.computeIfAbsent(sink, any -> new CopyOnWriteArrayList<>())
                        .add(Desk.id(exchange)));
            }
            client.component.grouping(Set.of("mail"));
            client.start();
            Notice single = Notices.problem("single", "a/b/e");
            Notice member = Notices.problem("member", "a/b/c");
            List<Notice> all = List.of(
                    member.with(member.marks().withGroup("group")),
                    Notices.group("group", Kind.PROBLEM, List.of()),
                    single);
            for (Notice notice : all) {
                client.put("mail", notice);
                client.put("syslog", notice);
            }
            await().until(() -> client.rows().size() == 4
                    && DeliveryTable.backlog(client.store).isEmpty());
            assertThat(arrived.get("mail")).containsExactly("group", "single");
            assertThat(arrived.get("syslog")).containsExactlyInAnyOrder("member", "single");
        }
    }

    @Test
    void aSinkThatGroupsKeepsTheOrderOfAPlatform() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (Desk client = new Desk(folder).sink("mail", exchange -> arrived.add(Desk.id(exchange)))) {
            client.component.grouping(Set.of("mail"));
            Notice group = Notices.group("group", Kind.PROBLEM, List.of());
            UnitOfWork unitOfWork = client.store.begin();
            OutboxTransaction.in(unitOfWork)
                    .put(
                            group,
                            "mail",
                            client.component
                                    .rules()
                                    .orderingKey("mail", group.finding().check()));
            List<String> expected = new ArrayList<>(List.of("group"));
            for (int i = 0; i < 30; i++) {
                // as they were put before the sink was told to group
                Desk.put(unitOfWork, Notices.notice("end" + i, "a/b/" + i, Kind.RECOVERY, "e" + i), "mail");
                expected.add("end" + i);
            }
            unitOfWork.commit();
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
            assertThat(arrived).isEqualTo(expected);
        }
    }

    @Test
    void thatASinkFailsIsNotToldThroughItself() {
        try (Desk client = new Desk(folder).sink("mail", exchange -> {}).sink("syslog", exchange -> {})) {
            client.start();
            client.put("mail", Notices.problem("n1", "freshwatch/sink/mail"));
            client.put("syslog", Notices.problem("n1", "freshwatch/sink/mail"));
            client.put("mail", Notices.problem("n2", "freshwatch/sink/mails"));
            assertThat(client.texts("SELECT notice_id || ' ' || sink FROM delivery ORDER BY seq"))
                    .containsExactly("n1 syslog", "n2 mail");
        }
    }

    @Test
    void whoListensHearsOfEachTryOnceItIsStored() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        FailureRule rule = failure -> failure.getMessage().startsWith("550")
                ? FailureRule.Verdict.permanent("550")
                : FailureRule.TRY_AGAIN.judge(failure);
        try (Desk client = new Desk(folder, rule, Desk.QUICK, InstantSource.system(), Set.of())
                .sink("mail", exchange -> {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("451");
                        case 3 -> throw new IllegalStateException("550");
                        default -> {}
                    }
                })) {
            client.component.events((sink, kind, outcome) -> heard.add(sink + " " + kind + " " + outcome));
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            await().until(() -> heard.size() == 2);
            client.put("mail", Notices.notice("n2", "a/b/c", Kind.RECOVERY, "e1"));
            await().until(() -> heard.size() == 3);
            assertThat(heard).containsExactly("mail PROBLEM RETRIED", "mail PROBLEM DELIVERED", "mail RECOVERY FAILED");
        }
    }
}
