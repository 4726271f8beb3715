package dev.freshwatch.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.platform.BoundedCall.NotBack;
import dev.freshwatch.platform.BoundedCall.TooLate;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedCallTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final BoundedCall calls = new BoundedCall(now::get);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        calls.close();
    }

    /** Does not care for interrupts, as the resolver of the system. */
    private String hang() {
        begun.incrementAndGet();
        hangUntilTheEnd();
        return "late";
    }

    private void hangUntilTheEnd() {
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
    }

    private String call(String caller, Duration limit, Closeable closing) throws IOException, InterruptedException {
        return calls.call(caller, limit, closing, this::hang);
    }

    private String quick(String caller) throws IOException, InterruptedException {
        return calls.call(caller, LONG, closed::incrementAndGet, () -> "quick");
    }

    @Test
    void whoHasACallThatHangsGetsNoSecondOne() throws Exception {
        Closeable closing = closed::incrementAndGet;
        assertThatThrownBy(() -> call("a", SOON, closing)).isExactlyInstanceOf(TooLate.class);
        now.set(NOON.plusSeconds(300));
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(NotBack.class)
                    .isThrownBy(() -> call("a", LONG, closing))
                    .satisfies(late -> {
                        assertThat(late.since()).isEqualTo(NOON);
                        assertThat(late.closing()).isSameAs(closing);
                    });
        }
        assertThat(quick("b")).as("others are not concerned").isEqualTo("quick");
        assertThat(begun).hasValue(1);
        assertThat(closed).hasValue(1);

        end.countDown();
        await().ignoreExceptionsInstanceOf(NotBack.class)
                .untilAsserted(() -> assertThat(quick("a")).isEqualTo("quick"));
    }

    @Test
    void aWaitThatIsInterruptedLeavesACallThatHangs() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                call("a", LONG, closed::incrementAndGet);
            } catch (IOException | InterruptedException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        await().untilAtomic(begun, org.hamcrest.Matchers.is(1));
        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(closed).hasValue(1);
        assertThatExceptionOfType(NotBack.class).isThrownBy(() -> quick("a"));
    }

    /** It is logged: what matters to whoever waits is why the call was given up. */
    @Test
    void aClosingThatFailsIsNotWhyTheCallIsGivenUp() throws Exception {
        Closeable failing = () -> {
            throw new IOException("cannot be closed");
        };
        assertThatThrownBy(() -> call("a", SOON, failing)).isExactlyInstanceOf(TooLate.class);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                call("b", LONG, failing);
            } catch (IOException | InterruptedException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        await().untilAtomic(begun, org.hamcrest.Matchers.is(2));
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aClosingThatHangsDoesNotHoldUpTheWait() throws Exception {
        CountDownLatch workEnded = new CountDownLatch(1);
        assertThatThrownBy(() -> calls.call("a", SOON, this::hangUntilTheEnd, () -> {
                    try {
                        end.await();
                    } finally {
                        workEnded.countDown();
                    }
                    return "";
                }))
                .isExactlyInstanceOf(TooLate.class);
        workEnded.await();

        assertThatExceptionOfType(NotBack.class).isThrownBy(() -> quick("a"));
        end.countDown();
        await().ignoreExceptionsInstanceOf(NotBack.class)
                .untilAsserted(() -> assertThat(quick("a")).isEqualTo("quick"));
    }

    @Test
    void whatFailsIsNotLate() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> calls.call("a", LONG, closed::incrementAndGet, () -> {
                        throw new IOException("refused");
                    }))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("refused");
        }
        assertThat(closed).hasValue(0);
    }
}
