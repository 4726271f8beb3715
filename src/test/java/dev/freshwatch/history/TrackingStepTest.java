package dev.freshwatch.history;

import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.AlertStateMachine;
import dev.freshwatch.alert.AlertTracker;
import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.store.Fencing;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Findings in, notices out, with the store in between. */
@ParameterizedClass
@MethodSource(Kept.WHERE_IT_IS_LOGIC)
class TrackingStepTest {

    private static final String EVENTS = "esm/soc/events/";

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private final List<String> asked = new ArrayList<>();
    private Desk client;
    private TrackingStep following;
    private Duration clockSetBy = Duration.ZERO;
    private AlertPolicy limits = AlertPolicy.DEFAULT;

    @BeforeEach
    void open() {
        kept.prepare(folder);
        start();
    }

    private void start() {
        InstantSource wall = () -> InstantSource.system().instant().plus(clockSetBy);
        Supplier<String> newId = () -> UUID.randomUUID().toString();
        AlertTracker.Surroundings around = new AlertTracker.Surroundings(
                new Notice.Origin("watch", 1), newId, check -> null, check -> limits, check -> null, List.of());
        following = new TrackingStep(
                new AlertTracker(new AlertStateMachine(newId), new ClockStepDetector(wall, new Uptime()), around));
        following.onUnconfirmed((platform, after) -> asked.add(platform + " " + after));
        client = new Desk(folder)
                .route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:follow").policy("oneTransaction").process(TrackingStepTest.this::follow);
                        from("direct:tell").policy("oneTransaction").process(TrackingStepTest.this::tell);
                    }
                })
                .start();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void follow(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<Finding> findings = exchange.getMessage().getBody(List.class);
        List<Notice> notices = following.trackAlerts(findings, exchange);
        if (findings.stream().anyMatch(finding -> finding.text().equals("too late"))) {
            throw new IllegalStateException("too late");
        }
        exchange.getMessage().setBody(notices);
    }

    private void tell(Exchange exchange) {
        exchange.getMessage()
                .setBody(following.makeNotice(Kind.HEALED, exchange.getMessage().getBody(Finding.class), exchange));
    }

    @SuppressWarnings("unchecked")
    private List<Notice> cycle(Finding... findings) {
        return client.template.requestBody("direct:follow", List.of(findings), List.class);
    }

    /** A count that was stored without what it is about, or the other way round, would be wrong. */
    @Test
    void whatIsWrittenAlongsideAPlatformIsStoredWithItsFindingsOrNotAtAll() {
        Map<Long, Integer> opened = new TreeMap<>(Map.of(7L, 1));
        following.alongside("esm/soc", unitOfWork -> QueryTable.write(unitOfWork, "soc", opened));
        following.alongside("esm/lab", unitOfWork -> QueryTable.write(unitOfWork, "lab", opened));
        QueryTable table = new QueryTable(() -> client.store);

        cycle(finding(1, OK), finding(2, OK));
        assertThat(table.opened("soc")).contains(Map.of(7L, 1));
        assertThat(table.opened("lab")).as("not asked").contains(Map.of());

        opened.put(8L, 5);
        assertThatThrownBy(() -> cycle(finding(1, OK, "too late"))).hasRootCauseMessage("too late");
        assertThat(table.opened("soc")).contains(Map.of(7L, 1));
    }

    private static Finding finding(int device, State state) {
        return finding(device, state, "as it is");
    }

    private static Finding finding(int device, State state, String text) {
        Reason reason = state == OK ? Reason.FRESH : Reason.STALE;
        return new Finding(
                new CheckId(EVENTS + device),
                "ERC-" + device,
                "ERC-" + device + " events",
                state,
                reason,
                text,
                null,
                null,
                Limits.NONE,
                Instant.now(),
                null);
    }

    @Test
    void anOpenProblemSurvivesARestartWithAllThatIsKnownOfIt() {
        Notice problem = cycle(finding(1, CRITICAL)).get(0);
        assertThat(following.isOpen(EVENTS + 1)).isTrue();
        client.close();
        start();

        assertThat(cycle(finding(1, CRITICAL))).isEmpty();
        OpenProblem open = new OpenProblemsQuery(client.store, List.of()).all().get(0);
        assertThat(open.message()).isEqualTo("ERC-1: as it is");
        assertThat(open.told()).isEqualTo(CRITICAL);
        Notice recovery = cycle(finding(1, OK)).get(0);
        assertThat(recovery.episode()).isEqualTo(problem.episode());
        assertThat(following.isOpen(EVENTS + 1)).isFalse();
    }

    @Test
    void whatIsRolledBackWasNotSeen() {
        cycle(finding(1, OK));

        assertThatThrownBy(() -> cycle(finding(1, CRITICAL, "too late"))).hasRootCauseMessage("too late");

        assertThat(following.latest())
                .extracting(seen -> seen.finding().state())
                .containsExactly(OK);
        assertThat(following.isOpen(EVENTS + 1)).isFalse();
        assertThat(cycle(finding(1, CRITICAL))).hasSize(1);
    }

    @Test
    void whatIsUnconfirmedIsAskedAgainSoonAndShownSo() {
        limits = AlertPolicy.DEFAULT.withConfirm(2, 1);
        cycle(finding(1, CRITICAL), finding(2, OK));

        assertThat(asked).containsExactly("esm/soc PT30S");
        assertThat(following.latest()).extracting(Seen::confirmed).containsExactly(false, true);
        assertThat(following
                        .latest(new CheckId(EVENTS + 1))
                        .orElseThrow()
                        .finding()
                        .state())
                .isEqualTo(CRITICAL);
        assertThat(following.isOpen(EVENTS + 1)).isFalse();
        assertThat(cycle(finding(1, CRITICAL), finding(2, OK))).hasSize(1);
        assertThat(asked).hasSize(1);
        assertThat(following.isOpen(EVENTS + 1)).isTrue();
    }

    @Test
    void whatAnotherProcessAsksForIsHeededInTheNextCycle() {
        Notice problem = cycle(finding(1, WARNING)).get(0);
        try (Store beside = Store.beside(Kept.in(folder), InstantSource.system())) {
            new SilenceTable(beside).add(EVENTS + "*", Duration.ofHours(1), "patches", "ann", true);
            assertThat(cycle(finding(1, CRITICAL), finding(2, CRITICAL))).isEmpty();
            assertThat(tell(finding(1, OK))).isEmpty();
            assertThat(new OpenProblemsQuery(beside, List.of()).all())
                    .extracting(open -> open.check() + " " + open.told())
                    .containsExactlyInAnyOrder(EVENTS + "1 WARNING", EVENTS + "2 null");
            new SilenceTable(beside).end(EVENTS + "*", "ann");
        }
        assertThat(cycle(finding(1, CRITICAL), finding(2, CRITICAL)))
                .extracting(Notice::kind)
                .containsExactly(Kind.CHANGE, Kind.PROBLEM);
        assertThat(tell(finding(1, OK)).get(0).episode()).isEqualTo(problem.episode());
    }

    @Test
    void anotherCauseIsToldAlsoWhereTheOneBeforeWasToldByAProcessThatIsGone() {
        Notice problem = cycle(finding(1, CRITICAL, "Redis is gone")).get(0);
        client.close();
        start();

        assertThat(cycle(finding(1, CRITICAL, "Redis is gone"))).isEmpty();
        Notice change = cycle(finding(1, CRITICAL, "no worker in cache")).get(0);
        assertThat(change.kind()).isEqualTo(Kind.CHANGE);
        assertThat(change.episode()).isEqualTo(problem.episode());
        assertThat(cycle(finding(1, CRITICAL, "no worker in cache"))).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private List<Notice> tell(Finding finding) {
        return client.template.requestBody("direct:tell", finding, List.class);
    }

    @Test
    void aClockThatWasSetBackMovesWhatIsRememberedWithIt() {
        limits = AlertPolicy.DEFAULT.withTimes(Duration.ofMinutes(5), Duration.ofMinutes(15));
        cycle(finding(1, CRITICAL));
        clockSetBy = Duration.ofDays(1);

        assertThat(cycle(finding(1, CRITICAL))).as("no reminder after a step").isEmpty();
        clockSetBy = Duration.ofHours(-1);
        assertThat(cycle(finding(1, CRITICAL))).isEmpty();
        Instant seen = following.latest().get(0).alertState().observedAt();
        assertThat(seen).isBefore(Instant.now().minus(Duration.ofMinutes(59)));
    }

    @Test
    void aGroupTellsOfItsMembersAndTheirEndsKnowWhoAnnouncedThem() {
        Finding[] bad = IntStream.range(0, 6)
                .mapToObj(i -> finding(i, i == 0 ? WARNING : CRITICAL))
                .toArray(Finding[]::new);
        List<Notice> notices = cycle(bad);

        assertThat(notices).hasSize(7);
        Notice group = notices.get(6);
        assertThat(group.isGroup()).isTrue();
        assertThat(client.texts("SELECT episode_id FROM notice_member WHERE notice_id = '" + group.id() + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        notices.stream().limit(6).map(Notice::episode).toList());
        Notice recovery = cycle(finding(3, OK)).get(0);
        assertThat(recovery.marks().announcedBy()).isEqualTo(group.id());
        assertThat(recovery.marks().group()).isNull();
    }

    @Test
    void aThousandFindingsAreFollowedAndKeptInOneTransaction() {
        limits = AlertPolicy.DEFAULT.withFlapping(false);
        int all = 1000;
        Map<String, List<Double>> took = new TreeMap<>();
        for (int cycle = 0; cycle < 24; cycle++) {
            State state = cycle % 4 < 2 ? OK : CRITICAL;
            String text = String.format(Locale.ROOT, "newest event is %d min old", cycle);
            Finding[] findings = IntStream.range(0, all)
                    .mapToObj(i -> finding(i, state, text))
                    .toArray(Finding[]::new);
            boolean turns = cycle % 2 == 0 && cycle > 0;
            long began = System.nanoTime();
            assertThat(cycle(findings)).hasSize(turns ? all + 1 : 0);
            String what = state.word() + (turns ? ", all turn" : ", none turns");
            took.computeIfAbsent(what, any -> new ArrayList<>()).add((System.nanoTime() - began) / 1e6);
        }
        took.forEach((what, millis) -> System.out.printf(
                Locale.ROOT,
                "%s: 1,000 findings (%s) followed and committed: median %.0f ms%n",
                kept,
                what,
                millis.stream().sorted().toList().get(millis.size() / 2)));
        assertThat(client.texts("SELECT COUNT(*) FROM episode WHERE closed_at IS NULL"))
                .containsExactly("1000");
    }

    @Test
    void whatWasFoundOutBeforeAnotherProcessHadTheNamespaceIsDropped() {
        Instant since = Instant.now();
        client.store.fencedBy(new Fencing() {
            @Override
            public OptionalLong number(String namespace) {
                return OptionalLong.of(7);
            }

            @Override
            public OptionalLong number(String namespace, Instant foundOut) {
                return foundOut.isBefore(since) ? OptionalLong.empty() : number(namespace);
            }

            @Override
            public boolean hadLast(String namespace) {
                return true;
            }

            @Override
            public void verify(Connection connection, Map<String, Long> numbers) {
                assertThat(numbers).containsOnlyKeys("esm/soc").containsValue(7L);
            }
        });
        following.namespaces(check -> "esm/soc");
        Finding old = found("ERC-1", since.minusSeconds(1));
        Finding current = found("ERC-2", since.plusSeconds(1));

        client.template.requestBody("direct:follow", List.of(old, current));

        assertThat(following.latest())
                .extracting(seen -> seen.finding().check())
                .containsExactly(current.check());
    }

    private static Finding found(String receiver, Instant at) {
        CheckId check = new CheckId(EVENTS + receiver);
        return new Finding(
                check, receiver, receiver, OK, Reason.FRESH, "fine", null, null, Limits.NONE, at, Duration.ZERO);
    }
}
