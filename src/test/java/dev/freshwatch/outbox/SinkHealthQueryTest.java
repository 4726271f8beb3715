package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.outbox.SinkHealth.Trouble;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of how sinks do. */
@ParameterizedClass
@EnumSource(Kept.class)
class SinkHealthQueryTest {

    private static final FailureRule BY_MESSAGE = failure -> {
        String message = String.valueOf(failure.getMessage());
        Duration asked = message.startsWith("429") ? Duration.ofMinutes(30) : null;
        return message.startsWith("550") ? Verdict.permanent(message) : Verdict.tryAgain(message, asked, Peer.ANSWERED);
    };

    private final AtomicReference<Instant> now = new AtomicReference<>(Notices.NOON.truncatedTo(ChronoUnit.MILLIS));
    private final List<String> tried = new CopyOnWriteArrayList<>();

    /** Notices that the sink does not take, each with what it says. */
    private final ConcurrentHashMap<String, String> refusals = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private Desk client() {
        return new Desk(folder, BY_MESSAGE, Desk.QUICK, now::get, Set.of()).sink("mail", exchange -> {
            tried.add(Desk.id(exchange));
            String refusal = refusals.get(Desk.id(exchange));
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
        });
    }

    private static SinkHealth look(Desk client) {
        return new SinkHealthQuery(client.store).at(List.of("mail")).get(0);
    }

    private static void awaitTries(Desk client, String id, int more) {
        String sql = "SELECT attempts FROM delivery WHERE notice_id = '" + id + "'";
        int before = Integer.parseInt(client.texts(sql).get(0));
        await().until(() -> Integer.parseInt(client.texts(sql).get(0)) >= before + more);
    }

    @Test
    void aSinkThatWasNeverTriedIsWell() {
        try (Desk client = client()) {
            assertThat(look(client)).isEqualTo(new SinkHealth("mail", 0, null, null, null, null, null));
        }
    }

    @Test
    void failingCountsFromTheFirstTryOverRestartsUntilOneIsTaken() {
        Instant first = now.get();
        refusals.put("n1", "500");
        try (Desk client = client()) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            awaitTries(client, "n1", 2);
            now.set(first.plusSeconds(60));
            awaitTries(client, "n1", 1);
        }
        refusals.put("n1", "503");
        try (Desk client = client()) {
            client.start();
            awaitTries(client, "n1", 1);
            SinkHealth health = look(client);
            // rounded down to the millisecond, less what the first try took
            assertThat(health.failingSince()).isBetween(first.minusSeconds(5), first);
            assertThat(health.reason()).isEqualTo("503");
            assertThat(health.pending()).isEqualTo(1);
            assertThat(health.oldest()).isEqualTo(first);
            refusals.clear();
            await().until(() -> look(client).equals(new SinkHealth("mail", 0, null, null, null, null, null)));
        }
    }

    @Test
    void oneThatIsStuckWhileOthersGetThrough() {
        Instant first = now.get();
        refusals.put("poison", "500");
        try (Desk client = client()) {
            client.start();
            client.put("mail", Notices.problem("poison", "a/b/c"));
            awaitTries(client, "poison", 1);
            await().until(() -> {
                client.put("mail", Notices.problem("n" + tried.size(), "a/b/d"));
                return look(client).failingSince() == null;
            });
            assertThat(look(client).stuck()).isEqualTo(new Trouble("a/b/c", first, "500"));
        }
    }

    @Test
    void whereNothingWaitsAnyMoreNobodyKnowsThatItFails() {
        refusals.put("drill", "500");
        try (Desk client = client()) {
            client.start();
            client.put("mail", Notices.problem("drill", "freshwatch/drill"));
            awaitTries(client, "drill", 1);
            new DeliveryTracker(client.store).withdraw("drill", "in vain");
            assertThat(look(client)).isEqualTo(new SinkHealth("mail", 0, null, null, null, null, null));
            Instant later = now.get().plus(Duration.ofDays(1));
            now.set(later);
            refusals.put("n1", "500");
            client.put("mail", Notices.problem("n1", "a/b/c"));
            awaitTries(client, "n1", 1);
            assertThat(look(client).failingSince()).isAfter(later.minusSeconds(5));
        }
    }

    @Test
    void aRefusalIsMentionedForAnHourAndThenUntilAnotherIsTaken() {
        Instant first = now.get();
        refusals.put("n1", "550 no");
        try (Desk client = client()) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            Trouble refused = new Trouble("a/b/c", first, "550 no");
            await().until(() -> refused.equals(look(client).refused()));
            now.set(first.plus(Duration.ofMinutes(59)));
            client.put("mail", Notices.problem("n2", "a/b/c"));
            await().until(() -> client.rows().contains("n2 mail delivered 1"));
            assertThat(look(client).refused()).isEqualTo(refused);
            now.set(first.plus(Duration.ofMinutes(61)));
            assertThat(look(client).refused()).isNull();
            client.sql("DELETE FROM delivery WHERE notice_id = 'n2'");
            assertThat(look(client).refused()).isEqualTo(refused);
            now.set(first.plus(Duration.ofHours(25)));
            assertThat(look(client).refused()).isNull();
        }
    }

    @Test
    void aSinkThatAskedToBeLeftAloneIsLeftAloneAsAWholeAndOverARestart() {
        refusals.put("n1", "429");
        try (Desk client = client()) {
            client.start();
            client.put("mail", Notices.problem("n1", "a/b/c"));
            // once and never again: a count from here on could miss it
            await().until(() -> client.rows().contains("n1 mail pending 1"));
            client.put("mail", Notices.problem("n2", "a/b/d"));
            await().during(Duration.ofMillis(600)).until(() -> tried.equals(List.of("n1")));
        }
        try (Desk client = client()) {
            client.start();
            await().during(Duration.ofMillis(600)).until(() -> tried.equals(List.of("n1")));
        }
        now.set(now.get().plus(Duration.ofMinutes(30)));
        refusals.clear();
        try (Desk client = client()) {
            client.start();
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
        }
    }

    @Test
    void whichSinksHaveAnOpenProblemIsRemembered() {
        try (Desk client = client()) {
            for (String check : List.of("freshwatch/sink/mail", "freshwatch/sink/chat", "freshwatch/store/file")) {
                UnitOfWork unitOfWork = client.store.begin();
                Episode open = new Episode("of " + check, now.get(), State.CRITICAL);
                AlertStateTable.in(unitOfWork)
                        .remember(List.of(new AlertState(new CheckId(check), State.CRITICAL, now.get(), null, open)));
                unitOfWork.commit();
            }
            UnitOfWork unitOfWork = client.store.begin();
            AlertStateTable.in(unitOfWork)
                    .remember(List.of(
                            new AlertState(new CheckId("freshwatch/sink/mail"), State.OK, now.get(), null, null)));
            unitOfWork.commit();
            assertThat(new SinkHealthQuery(client.store).inTrouble()).containsExactly("chat");
        }
    }
}
