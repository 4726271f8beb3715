package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.config.Secret;
import dev.freshwatch.web.AccessControl.Answer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Guessing is slowed, address by address, and keeps nobody else out. */
class AccessControlTest {

    private static final List<String> HOST = List.of("localhost");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final RefusedRequests refusals = new RefusedRequests();
    private final AccessControl access = new AccessControl(
            new Login("prometheus", new Secret("right")), new HostNames("127.0.0.1", true), refusals, nanos::get);
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);

    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessControl.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readTheLog() {
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer ask(String from, String password) {
        String login = Base64.getEncoder().encodeToString(("prometheus:" + password).getBytes(StandardCharsets.UTF_8));
        return access.ask(address(from), HOST, "Basic " + login);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private int statusAfterWrong(String from, int times) {
        Answer last = null;
        for (int i = 0; i < times; i++) {
            last = ask(from, "wrong" + i);
        }
        return last == null ? 0 : last.status();
    }

    @Test
    void whoMistypesIsAnsweredAtOnceAndWhoGuessesIsNot() {
        assertThat(ask("192.0.2.1", "a")).isEqualTo(new Answer(401, Duration.ZERO));
        assertThat(statusAfterWrong("192.0.2.1", 2)).isEqualTo(401);
        assertThat(ask("192.0.2.1", "b")).isEqualTo(new Answer(401, Duration.ofSeconds(1)));
        assertThat(statusAfterWrong("192.0.2.1", 6)).isEqualTo(401);
        assertThat(ask("192.0.2.1", "right").status()).as("it is not looked at").isEqualTo(429);
        assertThat(refusals.all()).isEqualTo(Map.of("login", 10L, "pace", 1L, "host", 0L, "token", 0L));

        pass(Duration.ofSeconds(5));
        assertThat(ask("192.0.2.1", "right").status()).isZero();
    }

    @Test
    void oneWhoGuessesForAnHourHasFewTries() {
        int looked = 0;
        for (int second = 0; second < 3600; second++) {
            for (int i = 0; i < 20; i++) {
                looked += ask("192.0.2.1", "wrong").status() == 401 ? 1 : 0;
            }
            pass(Duration.ofSeconds(1));
        }

        assertThat(looked).isBetween(700, 740);
        assertThat(log.list).as("once a minute").hasSizeBetween(55, 61);
        assertThat(log.list.get(0).getFormattedMessage())
                .isEqualTo("web: refused a wrong login (1 so far) from 192.0.2.1");
    }

    @Test
    void aScraperIsNeverKeptOutByGuessesFromItsOwnMachine() {
        assertThat(ask("127.0.0.1", "right").status()).isZero();
        statusAfterWrong("127.0.0.1", 1000);

        assertThat(ask("127.0.0.1", "right").status()).isZero();
        pass(Duration.ofDays(1));
        statusAfterWrong("127.0.0.1", 1000);
        assertThat(ask("127.0.0.1", "right").status()).isZero();
    }

    @Test
    void whereOneIsRightTheGuessesOfOthersAreSlowedAllTheSame() {
        assertThat(ask("127.0.0.1", "right").status()).isZero();

        assertThat(statusAfterWrong("127.0.0.1", 11)).isEqualTo(429);
        assertThat(refusals.all()).containsEntry("login", 10L).containsEntry("pace", 1L);
    }

    @Test
    void guessesFromManyAddressesKeepNobodyElseOut() {
        for (int i = 0; i < 50_000; i++) {
            statusAfterWrong("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 2);
        }

        assertThat(ask("192.0.2.1", "mistyped").status()).isEqualTo(401);
        assertThat(ask("192.0.2.1", "right").status()).isZero();
        assertThat(statusAfterWrong("192.0.2.2", 3)).as("fewer tries").isEqualTo(429);
    }

    @Test
    void itsMemoryIsBoundedAndIpv6CountsByNetwork() {
        for (int i = 0; i < 10_000; i++) {
            throttle.wrong(address("10.0." + (i >> 8) + "." + (i & 255)), "wrong");
        }
        assertThat(throttle.remembered()).isEqualTo(4_096);
        for (int i = 1; i <= 10; i++) {
            throttle.wrong(address("2001:db8::" + i), "wrong");
        }
        assertThat(throttle.mayTry(address("2001:db8::ffff"), "right")).isFalse();
        assertThat(throttle.mayTry(address("2001:db8:0:1::1"), "right")).isTrue();
    }

    @Test
    void whoSendsNoLoginHasNotGuessed() {
        for (int i = 0; i < 100; i++) {
            assertThat(access.ask(address("192.0.2.1"), HOST, null)).isEqualTo(new Answer(401, Duration.ZERO));
        }
        assertThat(refusals.all()).containsEntry("login", 0L);
    }

    private int report(String from, String path, String token) {
        if (access.askWithToken(address(from), HOST, path, "Bearer " + token).status() == 429) {
            return 429;
        }
        return reportThatIsIn(from, path, token);
    }

    /** One that was let in and is answered now. */
    private int reportThatIsIn(String from, String path, String token) {
        WebSite site = request -> WebResponse.empty(
                request.header().get("authorization").equals("Bearer token of " + request.path()) ? 204 : 401);
        WebRequest request =
                new WebRequest("POST", path, Map.of(), Map.of("authorization", "Bearer " + token), new byte[0]);
        return access.guard(address(from), site).answer(request).status();
    }

    @Test
    void guessingATokenIsSlowedAndSaysNothingOfThePassword() {
        InetAddress from = address("192.0.2.1");
        for (int i = 0; i < 10; i++) {
            assertThat(report("192.0.2.1", "/push/a/b", "wrong" + i)).isEqualTo(401);
            assertThat(access.tokenDelay(from)).isEqualTo(i < 3 ? Duration.ZERO : Duration.ofSeconds(1));
        }

        assertThat(report("192.0.2.1", "/push/a/b", "token of /push/a/b")).isEqualTo(429);
        assertThat(report("192.0.2.2", "/push/a/b", "token of /push/a/b")).isEqualTo(204);
        assertThat(ask("192.0.2.1", "right").status())
                .as("the login is another matter")
                .isZero();
        pass(Duration.ofSeconds(5));
        assertThat(report("192.0.2.1", "/push/a/c", "token of /push/a/c")).isEqualTo(204);
        assertThat(refusals.all()).containsEntry("token", 10L).containsEntry("login", 0L);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("web: refused a wrong token (1 so far) from 192.0.2.1");
    }

    @Test
    void ofGuessesThatArriveTogetherNoMoreAreLookedAt() {
        for (int i = 0; i < 60; i++) {
            assertThat(access.askWithToken(address("192.0.2.1"), HOST, "/push/a/b", "Bearer " + i)
                            .status())
                    .isZero();
        }
        List<Integer> answers = IntStream.range(0, 60)
                .mapToObj(i -> reportThatIsIn("192.0.2.1", "/push/a/b", "" + i))
                .toList();

        assertThat(answers.subList(0, 10)).containsOnly(401);
        assertThat(answers.subList(10, 60)).containsOnly(429);
    }

    /** Jobs of one machine report at the same minute; one of them has an old token. */
    @Test
    void manyReportsThatArriveTogetherAreAllTaken() {
        for (int i = 0; i < 60; i++) {
            assertThat(report("192.0.2.1", "/push/jobs/" + i, "token of /push/jobs/" + i))
                    .isEqualTo(204);
        }
        for (int i = 0; i < 100; i++) {
            report("192.0.2.1", "/push/jobs/old", "old");
        }

        pass(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            report("192.0.2.1", "/push/jobs/old", "old");
        }
        for (int i = 0; i < 60; i++) {
            assertThat(report("192.0.2.1", "/push/jobs/" + i, "token of /push/jobs/" + i))
                    .isEqualTo(204);
        }
    }

    /** A token opens no way to guess the password unhindered, nor other tokens. */
    @Test
    void whoHasATokenIsKnownByThatAlone() {
        assertThat(report("192.0.2.1", "/push/a/b", "token of /push/a/b")).isEqualTo(204);

        assertThat(statusAfterWrong("192.0.2.1", 11)).isEqualTo(429);
        for (int i = 0; i < 10; i++) {
            assertThat(report("192.0.2.1", "/push/a/c", "token of /push/a/b")).isEqualTo(401);
        }
        assertThat(report("192.0.2.1", "/push/a/c", "token of /push/a/c")).isEqualTo(429);
        assertThat(report("192.0.2.1", "/push/a/b", "guess")).isEqualTo(429);
        assertThat(report("192.0.2.1", "/push/a/b", "token of /push/a/b")).isEqualTo(204);
    }
}
