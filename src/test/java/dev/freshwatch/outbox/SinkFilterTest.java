package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys {@code sink.<name>.kinds}, {@code .states} and {@code .checks} let through, by the shipped router. */
class SinkFilterTest {

    /** One for all tests; what they put in has names of their own. */
    @TempDir
    static Path folder;

    private static Desk desk;
    private static int count;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, InstantSource.system(), Set.of("off"));
        List.of("chat", "open", "off").forEach(sink -> desk.sink(sink, exchange -> {}));
        PluginHelper.getRoutesLoader(desk.context)
                .loadRoutes(ResourceHelper.resolveResource(desk.context, "file:routes/routing.camel.yaml"));
        desk.start();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void next() {
        count++;
    }

    /**
     * A notice is kind, episode, state and check; what begins with a plus is what the sink hears. A group is written as
     * its members, with + between them.
     */
    @ParameterizedTest(name = "{0}; {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # without keys: all
                              | +problem:e1:warning:a +change:e1:critical:a +reminder:e1:critical:a +healed:e1:ok:a +recovery:e1:ok:a
            # states
            states=critical   | problem:e1:warning:a recovery:e1:ok:a
            states=critical   | problem:e1:unknown:a recovery:e1:ok:a
            states=critical   | +problem:e1:critical:a +recovery:e1:ok:a
            states=critical   | problem:e1:warning:a +change:e1:critical:a +recovery:e1:ok:a
            states=critical   | +problem:e1:critical:a +change:e1:warning:a reminder:e1:warning:a +recovery:e1:ok:a
            states=critical   | +problem:e1:critical:a +change:e1:unknown:a +change:e1:critical:a +reminder:e1:critical:a
            states=critical   | +problem:e1:critical:a +healed:e1:ok:a +recovery:e1:ok:a
            states=critical   | problem:e1:warning:a healed:e1:ok:a recovery:e1:ok:a
            states=critical   | +problem:e1:critical:a problem:e2:warning:a recovery:e2:ok:a
            states=critical   | +drill:e1:ok:freshwatch/drill
            states=warning,unknown | problem:e1:critical:a +problem:e2:unknown:a +change:e2:critical:a +recovery:e2:ok:a
            # kinds
            kinds=problem     | +problem:e1:warning:a change:e1:critical:a reminder:e1:critical:a +recovery:e1:ok:a
            kinds=problem,change | +problem:e1:warning:a +change:e1:critical:a reminder:e1:critical:a +recovery:e1:ok:a
            kinds=reminder    | problem:e1:warning:a change:e1:critical:a +reminder:e1:critical:a recovery:e1:ok:a
            kinds=change      | problem:e1:warning:a +change:e1:critical:a +recovery:e1:ok:a
            kinds=healed      | problem:e1:warning:a +healed:e1:ok:a recovery:e1:ok:a
            kinds=recovery    | problem:e1:warning:a recovery:e1:ok:a
            kinds=reminder    | +drill:e1:ok:freshwatch/drill
            # a change is the first that the sink hears of it
            kinds=problem states=critical | problem:e1:warning:a +change:e1:critical:a change:e1:warning:a +recovery:e1:ok:a
            # checks, by id and by name, and those of the watch itself
            checks=esm/soc/*  | +problem:e1:critical:esm/soc/alarms problem:e2:critical:misp/intel/rest recovery:e2:ok:misp/intel/rest
            checks=Name*rest  | problem:e1:critical:esm/soc/alarms +problem:e2:critical:misp/intel/rest +recovery:e2:ok:misp/intel/rest
            checks=esm/*      | problem:e1:critical:freshwatch/sink/mail problem:e2:critical:freshwatch/store
            checks=freshwatch/* | +problem:e1:critical:freshwatch/sink/mail +problem:e2:critical:freshwatch/store
            checks=esm/*      | +drill:e1:ok:freshwatch/drill
            # all three together
            kinds=problem states=critical checks=esm/* | +problem:e1:critical:esm/a problem:e2:critical:misp/a problem:e3:warning:esm/b
            """)
    void aSinkHearsWhatItsKeysSay(String keys, String notices) {
        desk.component.filters(Map.of("chat", filter(keys))).grouping(Set.of());
        List<String> expected = new ArrayList<>();
        for (String text : notices.strip().split(" +")) {
            String said = text.replace("+", "");
            if (text.startsWith("+")) {
                expected.add(said);
            }
            desk.template.sendBody("direct:address", single(said));
        }
        assertThat(heard("chat")).containsExactlyElementsOf(expected);
        assertThat(heard("open")).as("without keys").hasSizeGreaterThanOrEqualTo(expected.size());
        assertThat(heard("off")).isEmpty();
    }

    /** A sink that groups gets the whole notice where one of its checks is meant for the sink, else nothing of it. */
    @ParameterizedTest(name = "{0}; {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            states=critical   | problem  | warning:a critical:b | yes
            states=critical   | problem  | warning:a warning:b  | no
            checks=p/q/a      | problem  | warning:a critical:b | yes
            checks=p/q/a      | problem  | warning:b critical:c | no
            states=critical checks=p/q/a | problem | warning:a critical:b | no
            kinds=reminder    | problem  | warning:a critical:b | no
            kinds=reminder    | reminder | warning:a critical:b | yes
            """)
    void aGroupGoesToTheSinksThatOneOfItsChecksIsMeantFor(String keys, String kind, String members, String yes) {
        desk.component.filters(Map.of("chat", filter(keys))).grouping(Set.of("chat", "open"));
        Notice group = group("g1", Kind.valueOf(kind.toUpperCase(Locale.ROOT)), members);
        record(group, List.of("e-a", "e-b"));
        desk.template.sendBody("direct:address", group);
        boolean expected = yes.equals("yes");
        assertThat(heard("chat")).isEqualTo(expected ? List.of("g1") : List.of());
        assertThat(heard("open")).containsExactly("g1");

        Notice end = group("g2", Kind.RECOVERY, "ok:a ok:b");
        record(end, List.of("e-a", "e-b"));
        desk.template.sendBody("direct:address", end);
        boolean told = expected && kind.equals("problem");
        assertThat(heard("chat").contains("g2")).as("a recovery follows").isEqualTo(told);
    }

    @Test
    void aGroupOfChangesReachesASinkThatWasToldOfOneOfThem() {
        desk.component.filters(Map.of("chat", filter("states=critical"))).grouping(Set.of("chat"));
        Notice problem = group("g1", Kind.PROBLEM, "critical:a critical:b");
        record(problem, List.of("e-a", "e-b"));
        desk.template.sendBody("direct:address", problem);
        Notice better = group("g2", Kind.CHANGE, "warning:a warning:b");
        record(better, List.of("e-a", "e-b"));
        desk.template.sendBody("direct:address", better);
        Notice mixed = group("g3", Kind.PROBLEM, "warning:a warning:c");
        record(mixed, List.of("e-a", "e-c"));
        desk.template.sendBody("direct:address", mixed);
        Notice others = group("g4", Kind.PROBLEM, "warning:d warning:e");
        record(others, List.of("e-d", "e-e"));
        desk.template.sendBody("direct:address", others);
        assertThat(heard("chat")).containsExactly("g1", "g2", "g3");
    }

    /** That the store cannot be used is sent past the outbox. */
    @ParameterizedTest
    @CsvSource({
        ", yes",
        "checks=freshwatch/store, yes",
        "checks=store, yes",
        "checks=esm/*, no",
        "states=critical, yes",
        "states=warning, no",
        "kinds=problem, yes",
        "kinds=reminder, no"
    })
    void whatIsSentWithoutTheStoreObeysTheKeysToo(String keys, String yes) {
        assertThat(StoreDownNotifier.isFor(filter(keys))).isEqualTo(yes.equals("yes"));
    }

    @Test
    void aSinkThatIsNamedTwiceGetsANoticeOnce() {
        desk.component.filters(Map.of()).grouping(Set.of());
        Notice notice = single("problem:e1:critical:a");
        List.of("open", "all", "open", "all").forEach(sink -> desk.put(sink, notice));
        assertThat(heard("open")).containsExactly("problem:e1:critical:a");
        assertThat(heard("chat")).containsExactly("problem:e1:critical:a");
    }

    @Test
    void whatIsAboutASinkItselfIsForTheOthers() {
        desk.component.filters(Map.of()).grouping(Set.of());
        desk.put("all", single("problem:e1:critical:freshwatch/sink/chat"));
        assertThat(heard("open")).hasSize(1);
        assertThat(heard("chat")).isEmpty();
    }

    /** What this test has put into the queue of the sink. */
    private static List<String> heard(String sink) {
        return desk
                .texts("SELECT notice_id FROM delivery WHERE sink = '" + sink + "' AND notice_id LIKE '" + count
                        + " %' ORDER BY seq")
                .stream()
                .map(id -> id.substring(id.indexOf(' ') + 1))
                .toList();
    }

    /** Which problems a group tells of is remembered with the alerts. */
    private static void record(Notice group, List<String> episodes) {
        UnitOfWork unitOfWork = desk.store.begin();
        AlertStateTable.in(unitOfWork)
                .group(
                        group.id(),
                        episodes.stream().map(episode -> count + episode).toList());
        unitOfWork.commit();
    }

    private static NoticeFilter filter(String keys) {
        Map<String, String> byKey = new HashMap<>();
        for (String key : keys == null ? new String[0] : keys.split(" ")) {
            byKey.put(key.split("=")[0], key.split("=")[1]);
        }
        return new NoticeFilter(
                words(byKey.get("kinds")).stream().map(Kind::valueOf).collect(Collectors.toSet()),
                words(byKey.get("states")).stream().map(State::valueOf).collect(Collectors.toSet()),
                byKey.containsKey("checks") ? CheckFilter.of(List.of(byKey.get("checks"))) : CheckFilter.ALL);
    }

    private static List<String> words(String list) {
        return list == null
                ? List.of()
                : Arrays.asList(list.toUpperCase(Locale.ROOT).split(","));
    }

    private static Notice single(String text) {
        String[] parts = text.split(":");
        State state = State.valueOf(parts[2].toUpperCase(Locale.ROOT));
        return notice(
                text,
                Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                parts[1],
                finding(parts[3].contains("/") ? parts[3] : "p/" + parts[3], state));
    }

    private static Notice group(String id, Kind kind, String members) {
        List<Finding> findings = Arrays.stream(members.split(" "))
                .map(member -> member.split(":"))
                .map(parts -> finding("p/q/" + parts[1], State.valueOf(parts[0].toUpperCase(Locale.ROOT))))
                .toList();
        return notice(id, kind, "episode-of-" + id, finding("p/q", State.CRITICAL))
                .with(new Marks(findings, null, null, null, null));
    }

    private static Finding finding(String check, State state) {
        String name = "Name of " + check.substring(check.lastIndexOf('/') + 1);
        Reason reason = state == State.OK ? Reason.UP : Reason.DOWN;
        return new Finding(
                new CheckId(check),
                "subject",
                name,
                state,
                reason,
                "text",
                null,
                null,
                Limits.NONE,
                Notices.NOON,
                null);
    }

    private static Notice notice(String id, Kind kind, String episode, Finding finding) {
        return new Notice(
                count + " " + id,
                kind,
                count + episode,
                finding,
                Notices.NOON,
                Notices.NOON,
                new Notice.Origin("watch", 4711),
                null);
    }
}
