package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told of an end. */
@ParameterizedClass
@EnumSource(Kept.class)
class ToldTest {

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    static Stream<Arguments> told() {
        return Stream.of(
                Arguments.of("delivered", "PROBLEM:syslog=delivered", Set.of("syslog")),
                Arguments.of("still waits", "PROBLEM:syslog=pending", Set.of("syslog")),
                Arguments.of("refused for good", "PROBLEM:syslog=failed", Set.of()),
                Arguments.of("withdrawn", "PROBLEM:syslog=withdrawn", Set.of()),
                Arguments.of(
                        "only the change got through",
                        "PROBLEM:syslog=failed CHANGE:syslog=delivered",
                        Set.of("syslog")),
                Arguments.of("only the change waits", "PROBLEM:syslog=failed CHANGE:syslog=pending", Set.of("syslog")),
                Arguments.of(
                        "an earlier recovery does not count",
                        "PROBLEM:syslog=failed RECOVERY:syslog=delivered",
                        Set.of()),
                Arguments.of(
                        "several sinks",
                        "PROBLEM:syslog=delivered PROBLEM:mail=failed PROBLEM:webhook=pending",
                        Set.of("syslog", "webhook")),
                Arguments.of("a sink that is switched off", "PROBLEM:off=pending", Set.of()),
                Arguments.of("a sink that is gone", "PROBLEM:gone=delivered", Set.of()),
                Arguments.of("another episode", "OTHER:syslog=delivered", Set.of()),
                Arguments.of("nobody was told", "", Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("told")
    void aRecoveryGoesToThoseWhoKnow(String what, String history, Set<String> expected) {
        try (Desk client = new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, InstantSource.system(), Set.of("off"))) {
            List.of("syslog", "mail", "webhook").forEach(sink -> client.sink(sink, exchange -> {}));
            int n = 0;
            for (String entry : history.isEmpty() ? new String[0] : history.split(" ")) {
                String[] parts = entry.split("[:=]");
                boolean other = parts[0].equals("OTHER");
                Kind kind = other ? Kind.PROBLEM : Kind.valueOf(parts[0]);
                String episode = other ? "e2" : "e1";
                UnitOfWork unitOfWork = client.store.begin();
                Desk.put(unitOfWork, Notices.notice(kind + episode, "a/b/c", kind, episode), parts[1]);
                unitOfWork.commit();
                client.sql("UPDATE delivery SET state = '" + parts[2] + "' WHERE seq = " + ++n);
            }
            client.start();
            client.put("told", Notices.notice("end", "a/b/c", Kind.RECOVERY, "e1"));
            assertThat(client.texts("SELECT sink FROM delivery WHERE notice_id = 'end'"))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void whoWasToldByTheNoticeOfAGroupIsToldTheEndOfEachOfItsMembers() {
        try (Desk client = new Desk(folder)) {
            List.of("syslog", "mail", "webhook").forEach(sink -> client.sink(sink, exchange -> {}));
            put(client, Notices.notice("m1", "a/b/c", Kind.PROBLEM, "e1"), "syslog");
            put(client, Notices.group("g1", Kind.PROBLEM, List.of()), "mail", "e1", "e2");
            client.start();
            client.put("told", Notices.notice("end of one", "a/b/c", Kind.RECOVERY, "e1"));
            client.put("told", Notices.notice("end of the other", "a/b/d", Kind.RECOVERY, "e2"));
            client.put("told", Notices.notice("end of a third", "a/b/e", Kind.RECOVERY, "e3"));
            assertThat(client.texts(
                            "SELECT notice_id || ' ' || sink FROM delivery WHERE notice_id LIKE 'end%' ORDER BY 1"))
                    .containsExactly("end of one mail", "end of one syslog", "end of the other mail");
        }
    }

    @Test
    void theEndOfAGroupGoesToAllWhoWereToldOfAnyMember() {
        try (Desk client = new Desk(folder)) {
            List.of("syslog", "mail", "chat", "webhook").forEach(sink -> client.sink(sink, exchange -> {}));
            client.component.grouping(Set.of("mail", "chat", "webhook"));
            put(client, Notices.notice("m1", "a/b/c", Kind.PROBLEM, "e1"), "chat");
            put(client, Notices.group("g1", Kind.PROBLEM, List.of()), "mail", "e2", "e3");
            put(client, Notices.notice("m2", "a/b/d", Kind.PROBLEM, "e2"), "syslog");
            client.start();
            UnitOfWork unitOfWork = client.store.begin();
            AlertStateTable.in(unitOfWork).group("end", List.of("e1", "e2"));
            unitOfWork.commit();
            client.put("told", Notices.group("end", Kind.RECOVERY, List.of()));
            assertThat(client.texts("SELECT sink FROM delivery WHERE notice_id = 'end' ORDER BY 1"))
                    .as("not syslog, which gets the members")
                    .containsExactly("chat", "mail");
        }
    }

    private static void put(Desk client, Notice notice, String sink, String... episodes) {
        UnitOfWork unitOfWork = client.store.begin();
        AlertStateTable.in(unitOfWork).group(notice.id(), List.of(episodes));
        Desk.put(unitOfWork, notice, sink);
        unitOfWork.commit();
    }
}
